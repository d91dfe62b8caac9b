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
alert-order = Order more with: `obole credits order CREDITS`

alert-burst = :warning: More than { $most } new learners of *{ $client }* came by one package within { COUNT($minutes, "minute") }. { $holds ->
    [yes] They wait, uncharged.
   *[no] Each was registered and charged.
}
alert-burst-release = Let them in with: `obole package release { $package }`
alert-burst-usage = See who came with: `obole package usage { $package }`

alert-open =
    .button = Open the client

## A package near its cap or its end

alert-cap = :warning: The package of “{ $game }” for *{ $client }* has made { COUNT($made, "registration") }; its cap is { $cap }.
alert-end = :warning: The package of “{ $game }” for *{ $client }* ends on { $moment }.
alert-package-extend = To let more learners in, change it with: `obole package set` (package { $package })
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
