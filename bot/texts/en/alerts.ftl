### What owners are told of their own accord.

alert-low = :warning: { $wallet ->
    [pool] *The pool*
   *[client] *{ $client }*
} runs low: { CREDITS($available) } left, below { CREDITS($low_below) }.
alert-spent = :no_entry: *{ $client }* has { CREDITS($available) } left, and its cheapest game costs { COUNT($cheapest, "credit") }: its next new learner is turned away.
alert-turned-away = :no_entry: A learner of *{ $client }* was turned away: a play costs { COUNT($wanted, "credit") }, and fewer are left.
alert-over = :white_check_mark: { $wallet ->
    [pool] *The pool*
   *[client] *{ $client }*
} has { CREDITS($available) } again.

alert-allocate = The pool holds { CREDITS($pool) }. For { $learners } more learners, { COUNT($needed, "credit") }: `/credits allocate { $alias } { ID($needed) }`
    .button = Allocate { CREDITS($needed) }
alert-order = With { CREDITS($credits) } more it is well above that again.

alert-burst = :warning: More than { $most } new learners of *{ $client }* came by one package within { COUNT($minutes, "minute") }. { $holds ->
    [yes] They wait, uncharged.
   *[no] Each was registered and charged.
}
alert-burst-release = Let them in with: `/credits package release { $package }`
alert-burst-usage = See who came with: `/credits package show { $package }`
alert-burst-over = :white_check_mark: The newcomers of “{ $game }” for *{ $client }* who waited were let in.
alert-package-release =
    .button = Let them in
alert-package-show =
    .button = See who came
alert-package-options =
    .button = Change the package

alert-open =
    .button = Open the client

## A package near its cap or its end

alert-cap = :warning: The package of “{ $game }” for *{ $client }* has made { COUNT($made, "registration") }; its cap is { $cap }.
alert-end = :warning: The package of “{ $game }” for *{ $client }* ends on { $moment }.
alert-package-extend = To let more learners in, change it with: `/credits package options { $package }`
alert-package-far = :white_check_mark: The package of “{ $game }” for *{ $client }* is no longer near its cap or its end.

## Quiet for a while

snooze =
    .placeholder = Snooze
snooze-day =
    .option = For 1 day
snooze-week =
    .option = For 1 week
snooze-crossing =
    .option = Until the next crossing

snoozed-until = Until { $moment } nobody is told of { $wallet ->
    [pool] the pool
   *[client] *{ $client }*
}. What is still open then is told again.
snoozed-until-crossing = Nobody is told of { $wallet ->
    [pool] the pool
   *[client] *{ $client }*
} until it has recovered and crosses its threshold again.

## /credits alerts

usage-alerts = `/credits alerts [direct | channel | snooze CLIENT day | CLIENT 20 plays]`
help-alerts = { usage-alerts }  where alerts go, below how much they are told, and quiet for a while
topic-alerts = Alone it shows where alerts go and what is quiet. `/credits alerts direct` sends them to each owner, `/credits alerts channel` to a channel that has the app in it. `/credits alerts acme 20 plays` says below how much you are told, `/credits alerts snooze acme week` keeps quiet for a while. Only owners change it.
alerts-usage = Change them with { usage-alerts }
alerts-example = For example `/credits alerts acme 20 plays`, `/credits alerts pool 10%`, `/credits alerts acme default`, or `/credits alerts snooze acme week`
alerts-direct = Alerts and the digest go to each owner as a direct message.
alerts-channel = Alerts and the digest go to the channel { $channel }.
alerts-here = Alerts and the weekly digest come to this channel from now on.
alerts-not-there = That channel cannot be written to (Slack says { $reason }), and nothing was changed. Invite the app to it with `/invite`, then choose it again.
alerts-default = A wallet is told of below 10 plays, or 10% of what it was given last where that is more, unless it has a threshold of its own.
alerts-own = • { $wallet ->
    [pool] the pool
   *[client] { $client }
}: below { $threshold }
alerts-per-cent = { $value }% of what it was given last
alerts-threshold = { $wallet ->
    [pool] *The pool*
   *[client] *{ $client }*
} is told of below { CREDITS($low_below) }.
alerts-no-threshold = “{ $given }” is no threshold. Give 20 plays, 120 credits, 10% or default.
alerts-both = A threshold needs both a client and a number.
alerts-no-channel = Choose the channel that alerts go to.
alerts-change =
    .button = Change
alerts-form =
    .title = Alerts
    .submit = Save
    .close = Cancel
alerts-to-owners =
    .option = To each owner, as a direct message
alerts-to-channel =
    .option = To a channel
alerts-place =
    .label = Where alerts go
alerts-place-channel =
    .label = Channel
    .hint = The app has to be in it: invite it there first.
alerts-client =
    .label = Change the threshold of
    .hint = A client’s name or alias, or pool
alerts-below =
    .label = Tell below
    .hint = 20 plays, 120 credits, 10% of what was given last, or default
