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
