### E-mails to learners. They are told nothing of money.

hello = { $named ->
    [yes] Hello { $name },
   *[other] Hello,
}
moment = { $day }, { $time } ({ $zone })

invitation-subject = { $client } invites you to play “{ $game }”
invitation-text = { $client } invites you to play “{ $game }” with the group { $group }.
invitation-open = It is open, without an end: play when you like.
invitation-ends = It is open until { $ends }.
invitation-starts = It opens on { $starts }.
invitation-starts-and-ends = It opens on { $starts } and ends on { $ends }.
invitation-minutes = You can play for { $minutes } minutes in all, in as many sittings as you like.
invitation-how = On the page of { $client }, give this e-mail address: you are sent a link to sign in by. There is no password.

sign-in-subject = Your link to { $client }
sign-in-text = With this link you sign in to the page of { $client }.
sign-in-once = It works once, until { $time } ({ $zone }). After that, ask for another one on the page.
sign-in-ignore = If you did not ask for it, delete this e-mail: without the link nobody signs in.

group-starts-subject = “{ $game }” is open
group-starts-text = “{ $game }” is open for the group { $group } of { $client }.
group-ends-subject = “{ $game }” ends on { $day }
group-ends-text = “{ $game }” ends on { $ends } for the group { $group } of { $client }, and you have not finished it yet.
group-ends-kept = What you played so far is kept: you go on from there.

visit-page = Open the page
sign-in-link = Sign in
link-below = If the button does not work, open this address:

about = You receive this e-mail because { $client } registered you for a game.
about-sign-in = You receive this e-mail because this address was given on the page of { $client }.
reminders-off = No more reminders
