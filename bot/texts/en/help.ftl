### /credits help, /credits alone and /credits whoami. Each subcommand has a line and a topic.

## How each command is typed, for messages that say so

usage-status = `/credits status [client]`
usage-allocate = `/credits allocate [client] [credits] [reference] [comment]`
usage-help = `/credits help`
usage-whoami = `/credits whoami`
usage-client = `/credits client add|edit|list|show [client]`
usage-team = `/credits team [add|remove|list]`
usage-history = `/credits history [client] [from] [to]`

command-meant = Did you mean `{ $command } { $meant }`?

## A line each

help-first = What can be typed; `/credits help allocate` says more of one. Nothing final is done before it was shown to you.
help-status = { usage-status }  the pool, and who runs out first; or one client's credits
help-allocate = { usage-allocate }  from the pool to a client, shown to you before it is final
help-help = `/credits help [topic]`  this list, or all about one command
help-whoami = { usage-whoami }  who you are here, and what you may do
help-client = { usage-client }  the clients: add one, change one, look at them
help-team = { usage-team }  the members of the account, and what each may do
help-history = { usage-history }  the movements of the pool or of a client, with the balance after each, also as a file
help-quotes = Put quotation marks around a name of several words. 20 learners need { CREDITS(120) }.
help-unknown = There is no topic “{ $given }”. There is one for each of { $topics }.

## A topic each

topic-status = Alone it shows the pool, the sums over all clients, and the clients that run out first. With a client it shows what was allocated, consumed and is left, and how long that lasts. A client is found by alias, name, or an unambiguous beginning: `/credits status acme`
topic-allocate = `/credits allocate acme 120 PO-7 autumn term` shows both balances after it; nothing moves before you press the button, and an allocation is final. Leave words out, and a window asks for them. Write numbers in digits without spaces. A reference has up to 100 characters, a comment up to { COUNT(1000, "character") }. Above your limit the owners are asked, and who may not allocate asks those who may.
topic-help = Each command has a topic: `/credits help history`
topic-whoami = Your name, your role and your limit, and all that your role allows.
topic-client = `/credits client list` names the clients, `/credits client show acme` shows one with its credits, packages and last movements. `/credits client add` opens a window; so does `/credits client edit acme`. In the line: `/credits client add "Acme Learning" acme scorm`, `/credits client edit acme name "Acme Academy" country FR`; also `access`, `time-zone`, `vat-id`, and for its Campus `colour`, `accent` and `leaderboard`. How its learners come in stays as it is once one has.
topic-team = `/credits team` lists the members. An owner adds one with `/credits team add @someone manager 600`, where 600 is the most credits they allocate at once without an owner's yes; the roles are owner, manager and viewer. `/credits team remove @someone` takes a member out. Adding a member again changes their role and limit.
topic-history = The days are written 2026-11-24 or 24/11/2026, or as a month: `/credits history acme november`. With one day it begins there. Without a client it is the pool's. A button sends all of it to you as a CSV file.

## /credits alone

front-help = What would you like to do?
    .button = Help
front-allocate =
    .button = Allocate credits
front-status =
    .button = All balances
front-clients =
    .button = Clients
front-history =
    .button = History

## /credits whoami

whoami-member = You are *{ $member }*, { $email }: { $role } of { $account }.
whoami-acts = You may { $acts }.
whoami-limit = You allocate up to { CREDITS($most) } at once; more needs an owner's yes.

role-owner = owner
role-manager = manager
role-viewer = viewer

count-character = { $count ->
    [one] { $count } character
   *[other] { $count } characters
}
