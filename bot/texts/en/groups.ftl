### /credits group: learners of one client who play one game together.

usage-group = `/credits group`
help-group = { usage-group }  groups of learners on a Campus: list, make and change them
topic-group = `/credits group make acme "The Ferryman" "Spring 2027" 2027-03-01 2027-06-30` makes a group: a client with a Campus, a game, a name, and a start and an end by the client’s clocks; leave words out, and a window asks for them. Learners play in it from its start to its end. `/credits group show acme Spring` shows one, with buttons to register learners and to see how they do. `/credits group edit acme Spring end 2027-07-15 minutes 90` changes it: name, start, end, extended, and the minutes that each may play in all. `/credits group extend acme Spring 2027-07-31` lets those who are in it play on after its end; nobody new comes in.
group-usage = Groups are learners of one client who play one game together:
usage-group-list = `/credits group list [client]`
usage-group-make = `/credits group make CLIENT "GAME" "NAME" [START] [END]`, or `/credits group make` alone, for a form
usage-group-show = `/credits group show CLIENT GROUP`
usage-group-edit = `/credits group edit CLIENT GROUP [FIELD VALUE]…`, or no more than the group, for a form
usage-group-extend = `/credits group extend CLIENT GROUP DAY`

group-none = There is no group yet.
group-count = { COUNT($count, "group") }
group-more = and { $count } more, each client’s with `/credits group list CLIENT`
group-line = *{ $group }*, { $client }: { $kind ->
    [open] open to every learner
   *[made] { $game }
}, { $stage ->
    [planned] planned
    [open] open
   *[ended] ended
}, { $span }; { COUNT($registered, "learner") }, { COUNT($completed, "completed-play") }
group-span = { $ending ->
    [none] from { $starts }, without an end
    [ends] { $starts } to { $ends }
   *[extended] { $starts } to { $ends }, extended to { $extended }
}
count-completed-play = { $count ->
    [one] { $count } completed play
   *[other] { $count } completed plays
}
group-minutes = Each learner may play for { COUNT($minutes, "minute") } in all.
group-campus = Its learners play at { $url }
group-made = :white_check_mark: Made the group *{ $group }*.
group-changed = :white_check_mark: Changed the group *{ $group }*.
group-fields = After the group, give what to change and its new value, in pairs; `none` takes an end, an extension or the minutes away. What can be changed: { $fields }.

group-open =
    .button = Open
group-register =
    .button = Register learners
group-results =
    .button = Results

## The windows

group-make =
    .button = Make a group
    .title = Make a group
    .submit = Make
    .close = Cancel
group-edit =
    .button = Edit
    .title = Change a group
    .submit = Save
group-client =
    .label = Client
    .hint = One with a Campus; type some of its name. Under SCORM packages register.
group-name =
    .label = Name
    .hint = Learners see it.
group-day =
    .label = { $edge ->
        [starts] First day
        [ends] Last day
       *[extended] Extended to
    }
    .hint = { $edge ->
        [starts] Empty: at once
        [ends] Empty: without an end
       *[extended] Those who are in it play on until then; nobody new comes in.
    }
group-hour =
    .label = { $edge ->
        [starts] From
        [ends] Until
       *[extended] Until
    }
    .hint = By the client’s clocks. Empty: the whole day
group-minutes-most =
    .label = Minutes of play
    .hint = The most that each learner plays in all. Empty: as long as they want
group-no-minutes = “{ $given }” is no whole number of minutes.
