### What could not be done, and what to do: a text for each error, by the name of its class.

access-is-campus = The learners of { $client } come in by the Campus, so it has no packages. Choose a client with SCORM access.
ambiguous-name = { $has_given ->
    [yes] “{ $given }” may be { $candidates }. Say which one, in full.
   *[no] There are several accounts. { $surface ->
        [terminal] Say which one, with --account or OBOLE_ACCOUNT.
       *[slack] Ask an operator which one is yours.
    }
}
archive-too-large = The zip is too large, { $found } { $measure } where { $most } are the most. Take out what the game does not need.
bad-amount = { $is_more ->
    [yes] “{ $given }” is more than the most, { $most }
   *[no] “{ $given }” is not a number of credits
}. Give a whole number from 1 to { $most }, in digits{ $is_grouped ->
    [yes] : { $plain }
   *[no] { "" }
}.
bad-learner = The learner id is empty or too long. The LMS has to give one of at most { ID($most) } characters.
bad-manifest = The imsmanifest.xml cannot be read: { $flaw }. Export the course again.
bad-moment = “{ $given }” is no day. Write 2026-11-24 or 24/11/2026, with a time where one is meant: “2026-11-24 14:30”.
bad-moves = “{ $given }” is listed twice. Give each old and each new id once.
bad-option = The option { $option } cannot be set: { $flaw }. Nothing was changed.
bad-period = The statement would start on { $first }, after it ends on { $last }. Give the earlier day first.
bad-price-list = The price list cannot be used: { $flaw }. Give steps as 1:190 600:175.5, credits and cents.
bad-text = { $form ->
    [country] A country is given by its two letters, such as FR for France or US for the United States.
   *[line] The { $field } cannot be used. Give 1 to { $most } characters on one line, letters or signs.
}
bad-time-zone = There is no time zone “{ $given }”. Give one by its IANA name, such as Europe/Paris.
client-archived = { $client } is archived: its books are kept and its doors are closed. Add a new client, if it comes back.
closed-to-newcomers = The package of { $client } is closed to new learners. Open it to let one in.
commit-refused = The progress was not saved. Open the game again.
event-rejected = What came is not signed by the payment provider, or was sent more than five minutes ago, and nothing was changed. Check the webhook’s secret.
game-not-visible = { $client } does not see the game “{ $game }”. Change whom it is visible to.
idempotency-conflict = This was already done with another { $changed }, and it is not done again. Start anew, under another key.
last-key = Key { ID($number) } is the only one in use, and without one no launch can be proven. Rotate it first, or disable the package.
learner-held = More than { $most } new learners of { $client } came within { $minutes } minutes, so this one waits, uncharged. Release them with: { $surface ->
    [terminal] obole package release
   *[slack] `/credits package release`
}.
learner-not-admitted = The learner is not one of those whom the package of { $client } admits. Add them to its list, or change its pattern.
learner-unreadable = The LMS of { $client } gives a learner id that cannot be kept. It has to give one of at most { ID($most) } characters.
name-taken = The { $field } “{ $given }” is taken. Choose another one.
no-content = The game “{ $game }” has no content yet. Add its zip first.
no-launch-file = The manifest launches “{ $path }”, which the zip does not hold. Export the course again.
no-manifest = The zip has neither an imsmanifest.xml nor an index.html at its top. Zip what is inside the game's folder, not the folder.
no-organization = The manifest has no organization, so nothing says what to launch. Export the course again, as SCORM 1.2 or 2004.
no-sco = The manifest has no SCO, so there is nothing to play. Export the course again, as SCORM 1.2 or 2004.
no-such-key = The package has no key { ID($number) } in use. { $surface ->
    [terminal] obole package show
   *[slack] `/credits package show`
} names those that are.
not-a-zip = The file is not a zip. Give the SCORM zip as the authoring tool exported it.
not-allowed = { $allowed ->
    [nobody] Only an operator may { $act }, with the command line.
    [owner] Only an owner may { $act }. Ask one of your team.
    [owner-manager] Only an owner or a manager may { $act }. Ask one of your team.
   *[owner-manager-viewer] Only an owner, a manager or a viewer may { $act }. Ask one of your team.
}
more-than-shown = { COUNT($learners, "learner") } would be charged now, { COUNT($credits, "credit") }, which is more than was shown: nobody was registered. Look at what it comes to now before you confirm it.
not-enough-credits = { $wallet ->
    [pool] The pool holds { CREDITS($available) }: it is { COUNT($short_by, "credit") } short of the { $wanted } wanted. Order at least { CREDITS($short_by) }, or allocate fewer.
   *[client] { $client } has { CREDITS($available) }: it is { COUNT($short_by, "credit") } short of the { $wanted } wanted. Allocate more to it first.
}
nothing-to-review = The learner has no finished play to review. Launch the game normally first.
origin-refused = The launch came { $names_origin ->
    [yes] from { $origin }
   *[no] from an LMS that names no origin
}, and the package of { $client } opens only from { $lists_origins ->
    [yes] { $allowed }
   *[no] an LMS that names its origin
}. Change its origins.
package-closed = { $reason ->
    [disabled] The package of { $client } is disabled.
    [not-started] The package of { $client } has not started.
   *[ended] The package of { $client } has ended.
} Change its dates, or enable it.
package-full = The package of { $client } has made its { $cap } registrations. Raise its cap to make more.
play-is-over = Play { ID($play) } { $completed ->
    [yes] is completed
   *[no] has ended with its group
}. Another play costs { COUNT($price, "credit") }.
provider-away = The payment provider does not answer, and nothing was charged. Try again in a moment.
provider-refuses = The payment provider does not take this order, and nothing was charged. Ask an operator to find out why, or to bill it by other means.
purchase-closed = Order { ID($number) } was { $state } under another payment reference, and nothing was added. Check which order this payment is for.
replay-refused = Play { ID($play) } is over, and the package of { $client } allows no other. Change its replays.
token-rejected = The package token is not valid. Build the package again.
unknown-account = { $has_given ->
    [yes] No account is called “{ $given }”. Give the name or the id of one.
   *[no] There is no account yet. { $surface ->
        [terminal] Open one with: obole account open NAME
       *[slack] Ask an operator to open one.
    }
}
unknown-client = No client is called “{ $given }”. { $has_similar ->
    [yes] Did you mean { $similar }? Give that instead.
   *[no] Give an alias, a name, or an unambiguous beginning of one.
}
unknown-game = No game is called “{ $given }”. { $has_similar ->
    [yes] Did you mean { $similar }? Give that instead.
   *[no] Give its title, or an unambiguous beginning of it.
}
unknown-delivery = There is no dead letter { $given }. Give ids that are listed as dead; nothing was put back.
unknown-group = No group of the client is called “{ $given }”. { $has_similar ->
    [yes] Did you mean { $similar }? Give that instead.
   *[no] Give its name, or an unambiguous beginning of it.
}
unknown-learner = The client has no learner “{ $given }”. Give the id as its LMS says it.
unknown-member = No member has the address “{ $given }”. Check its spelling, or add them.
unknown-package = There is no package “{ $given }”. Give the beginning of its id, or its client and its game; { $surface ->
    [terminal] obole package list
   *[slack] `/credits package list`
} names them.
unknown-purchase = There is no order { $given }. Give the number that the order was given.
unsafe-path = The zip holds an unsafe or repeated path, “{ $path }”, so nothing was taken from it. Export it again.

above-limit = You may allocate { $most } credits at once, and { $credits } need an owner's yes. Ask for it, or allocate fewer.
bad-name = The zip has a name that is not in UTF-8, “{ $path }”, so a browser could not ask for it. Zip the game again with a tool that writes UTF-8, or name its files in plain letters.
bad-preview = A preview is for 1 to { $most } { $measure }, and none was made. Give another number.
last-owner = { $member } is the account's last owner and stays one. Make another member an owner first.
preview-over = The preview of “{ $game }” is over, { $reason ->
    [ended] ended
   *[used-up] used up
}: it opens nothing any more. Make another link.
previews-spent = The package of { $client } served its { $most } previews of today. Raise its previews a day, or wait for tomorrow (UTC).
request-decided = An owner has { $verdict } this request before. Nothing was changed.
too-many-scos = The course has more than { ID($most) } SCOs, too many for one game. Export it in parts.
unknown-preview = There is no preview “{ $given }”. Give its link, or the beginning of its id{ $surface ->
    [terminal] ; obole game previews names them
   *[slack] { "" }
}.
unknown-request = There is no such request. Ask for the allocation again.

access-fixed = The access of { $client } is fixed since its first learner came in on { $since }. Add another client for the other access.
access-is-scorm = The learners of { $client } come in by SCORM, and its packages register them. Choose a client with Campus access.
bad-address = “{ $given }” is not an e-mail address. Give one such as ana@acme.com.
bad-colour = “{ $given }” is not a colour. Give one as #rrggbb, such as #1a5fb4.
bad-group = The group cannot be so: { $flaw }. Nothing was changed.
bad-roster = The learners cannot be read: { $flaw }. Nobody was registered.
game-closed = The game “{ $game }” { $audience ->
    [groups] is open to groups only
   *[nobody] takes no new learners
}. Change which learners may play it.
group-ended = The group “{ $group }” ended on { $at }, and registers nobody any more. Make another group.
group-not-started = The group “{ $group }” starts on { $at }. Play it from then on, or change its start.
not-in-group = “{ $given }” is not in the group “{ $group }”. Check the address.
play-time-over = The { COUNT($minutes, "minute") } that the group “{ $group }” gives each learner are played. Give it more time.
unknown-roster = This list of learners is not kept any more: it was registered, or it is older than a day. Send it again.
wrong-payment = Order { ID($number) } costs { MONEY($asked_cents) }, and { MONEY($paid_cents) } in the currency “{ $currency }” was paid: nothing was added. Look into that payment.
above-refund = Of order { ID($number) } { MONEY($cents) } are left to pay back, and nothing was changed. Give that much, or less.
not-manual = Order { ID($number) } is paid through the payment provider, which says so itself, and nothing was changed. { $doing ->
    [confirm] If it was paid outside of it all the same, confirm it as such{ $surface ->
        [terminal] : add --outside
       *[slack] { "" }
    }.
    [refund] Pay it back there, and its credits follow.
   *[cancel] Unpaid, it ends by itself.
}
not-open = Order { ID($number) } is paid, and cannot be cancelled. Pay it back instead{ $surface ->
    [terminal] : obole credits refund
   *[slack] { "" }
}.
not-paid = Order { ID($number) } is not paid, so nothing can be paid back. Cancel it instead{ $surface ->
    [terminal] : obole credits cancel
   *[slack] { "" }
}.
payment-used = The payment “{ $given }” has paid order { ID($number) }, and nothing was added. Give the other payment’s reference{ $surface ->
    [terminal] , or add --shared if it paid both
   *[slack] { "" }
}.
