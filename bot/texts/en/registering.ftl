### /credits register and /credits remove: learners into a group, and out of it.

usage-register = `/credits register [client] [group] [address]…`
help-register = { usage-register }  put learners in a group, by their addresses or a CSV; shown to you first
topic-register = `/credits register` opens a window that takes the group, addresses that you paste, or a CSV; `/credits register acme Spring ana@acme.example bob@acme.example` takes a few in the line. A CSV dropped on Obole’s direct messages is asked for its group. Its columns are found by their headings (email, name, language, also in French or Spanish), or without any. You see who is new, who is in already, what cannot be read and what it costs before anything is done. Registering consumes the credits at that moment, whether or not anyone starts. Who has an open play keeps it, uncharged; a new play after a finished one is a new charge, and you are asked.
usage-remove = `/credits remove CLIENT GROUP ADDRESS`
help-remove = { usage-remove }  take a learner out of a group; credits do not come back
topic-remove = `/credits remove acme Spring ana@acme.example` shows what it means first. Who is taken out plays no more and reads no reminders; the credits stay consumed, started or not. Register them again while their play is open, and it is theirs again, uncharged.

## The window

register-form =
    .title = Register learners
    .submit = Show it first
    .close = Cancel
register-group =
    .label = Group
    .hint = Type some of its name. Make one with /credits group make
register-addresses =
    .label = Addresses
    .hint = One a line, also with a name: Ana Pérez, ana@acme.example
register-file =
    .label = Or a CSV
    .hint = For more than a few: addresses, with names and languages if you have them
register-file-kept = The learners of “{ $file }”
register-nothing = Paste addresses, or choose a file.
register-both = Give either addresses or a file, and the other in a second go.
register-reading = Reading “{ $file }”…
register-ordered = “{ $file }” is being read. You are shown what it comes to in a direct message, before anything is done.
register-not-fetched = “{ $file }” cannot be fetched from Slack. Choose it again with { usage-register }.
register-not-read = :no_entry: “{ $file }” was not taken.
register-again = “{ $file }” could not be read this time. It is tried again without you.

## The preview

register-preview = Register *{ COUNT($count, "learner") }* in *{ $group }*, { $game }, { $client }, for *{ $cost }*?
register-free = Put *{ COUNT($count, "learner") }* back in *{ $group }*, { $game }, { $client }, for no credits?
register-nobody = Nobody is to be registered in *{ $group }*, { $game }, { $client }: nothing is done and nothing charged.
register-already = • { $count ->
    [one] { $count } has an open play already, and keeps it uncharged
   *[other] { $count } have an open play already, and keep it uncharged
}: { $shown }
register-returned = • { $count ->
    [one] { $count } was removed before, and comes back uncharged
   *[other] { $count } were removed before, and come back uncharged
}: { $shown }
register-over = • { $count ->
    [one] { $count } has finished a play; a new one would be a new charge
   *[other] { $count } have finished a play; a new one would be a new charge
}: { $shown }
register-anew = • { $count ->
    [one] { $count } has finished a play before, and this new one is a new charge
   *[other] { $count } have finished a play before, and this new one is a new charge
}: { $shown }
register-invalid = • { $count ->
    [one] { $count } line cannot be taken
   *[other] { $count } lines cannot be taken
}: { $shown }
register-duplicates = • { $count ->
    [one] { $count } line repeats an address
   *[other] { $count } lines repeat an address
}: { $shown }
register-invalid-line = { ID($line) } (“{ $given }”: { $flaw })
register-no-address = no address
register-bad-address = no e-mail address
register-and-more = { $shown } and { $hidden } more
register-client-then = { $client } then has { $available_plays }.
register-client-now = { $client } now has { $available_plays }.
register-pool = The pool stays at { CREDITS($pool) }.
register-final = This cannot be undone: the credits are consumed now, whether or not anyone starts, and each learner is invited by e-mail.
register-confirm =
    .button = Register { COUNT($count, "learner") }
register-return =
    .button = Put { COUNT($count, "learner") } back
register-with-new-plays =
    .button = With new plays for { $count }
register-cancel =
    .button = Cancel
register-show-again =
    .button = Show it again
register-allocate =
    .button = Allocate { COUNT($credits, "credit") }
register-short = The list is kept for a day: have it shown again once the credits are there.

## What it came to

register-at-work = { COUNT($count, "learner") } are being registered in *{ $group }*. What comes of it is told in a direct message.
register-progress = Registering { COUNT($count, "learner") } in *{ $group }*: { $found } %
register-done = :white_check_mark: Registered *{ COUNT($count, "learner") }* in *{ $group }*, { $client }, for *{ $cost }*. Their invitations are on the way.
register-done-free = :white_check_mark: Put *{ COUNT($count, "learner") }* back in *{ $group }*, { $client }, for no credits.
register-refused = :no_entry: Nobody was registered in *{ $group }*.
register-failed = Nobody was registered in *{ $group }* this time. It is tried again without you.
register-repeat = Already registered: *{ COUNT($count, "learner") }* in *{ $group }*, { $client }, for *{ $cost }*. Nothing was changed this time.
register-cancelled = Cancelled: nobody was registered.

## Removing

remove-form =
    .title = Remove a learner
    .submit = Show it first
    .close = Cancel
remove-address =
    .label = Address
    .hint = As it was registered
remove-preview = Remove *{ $given }* from *{ $group }*, { $client }?
remove-never-started = They never started. Even so the { COUNT($credits, "credit") } of their registration are consumed and do not come back.
remove-started = They have started. They cannot go on, and the { COUNT($credits, "credit") } of their registration do not come back.
remove-reversible = Registered again while their play is open, they go on uncharged.
remove-confirm =
    .button = Remove
remove-done = Removed *{ $given }* from *{ $group }*. No credits came back.
remove-cancelled = Cancelled: they stay in the group.

## Files and words in the direct messages

dropped-file = Register the learners of “{ $file }”? Say in which group, and you are shown what it comes to before anything is done.
dropped-choose =
    .button = Choose the group
dropped-not-taken = “{ $file }” is not a CSV, so no learners can be read of it. A spreadsheet saves one: save it as CSV, and drop that here.
dropped-words = Nobody reads what is written here. { usage-help } says what can be typed; a CSV of learners can be dropped here to register them.
