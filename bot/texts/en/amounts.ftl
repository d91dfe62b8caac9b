### Numbers with what they count, money, moments; and what is said of balances everywhere.

# R14: credits are never said without the plays they buy. CREDITS($n) says this.
credits-and-plays = { COUNT($credits, "credit") }, { COUNT($plays, "play") }

## COUNT($n, "noun") says count-noun.

count-client = { $count ->
    [one] { $count } client
   *[other] { $count } clients
}
count-credit = { $count ->
    [one] { $count } credit
   *[other] { $count } credits
}
count-day = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
count-launch = { $count ->
    [one] { $count } launch
   *[other] { $count } launches
}
count-learner = { $count ->
    [one] { $count } learner
   *[other] { $count } learners
}
count-line = { $count ->
    [one] { $count } line
   *[other] { $count } lines
}
count-minute = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
count-newcomer = { $count ->
    [one] { $count } newcomer
   *[other] { $count } newcomers
}
count-play = { $count ->
    [one] { $count } play
   *[other] { $count } plays
}
count-preview = { $count ->
    [one] { $count } preview
   *[other] { $count } previews
}
count-registration = { $count ->
    [one] { $count } registration
   *[other] { $count } registrations
}
count-step = { $count ->
    [one] { $count } step
   *[other] { $count } steps
}
count-wallet = { $count ->
    [one] { $count } wallet
   *[other] { $count } wallets
}

## Money and moments

money = EUR { NUMBER($euros, minimumFractionDigits: 2, maximumFractionDigits: 5) }
moment = { $day }, { $time }
all-of = { $first } and { $last }

## Balances

# R11
figures = { $allocated } allocated, { $consumed } consumed, { $available } available, { PLAYS($available) }
client-holds = { $client }: { figures }
clients-hold = { COUNT($clients, "client") }: { figures }
pool-holds = The pool holds { CREDITS($pool) }.
pool-then = The pool then holds { CREDITS($pool) }.
pool-now = The pool now holds { CREDITS($pool) }.
client-then = { $client } then has { CREDITS($available) }.
client-now = { $client } now has { CREDITS($available) }.
# R13
price = { CREDITS($credits) }: { UNIT_PRICE($unit_millicents) } a credit, { $discounted ->
    [yes] discount { MONEY($discount_cents) }
   *[no] no discount
}, { MONEY($total_cents) } in all
forecast = At { NUMBER($per_day, minimumFractionDigits: 1, maximumFractionDigits: 1) } credits a day, the rate of the last { ID($days) } days, that lasts { COUNT($days_left, "day") }.
# After a number of credits and a client: how the allocation is found again.
allocation-labels = { $labels ->
    [both] , reference “{ $reference }”, comment “{ $comment }”
    [reference] , reference “{ $reference }”
    [comment] , comment “{ $comment }”
   *[none] { "" }
}

count-byte = { $count ->
    [one] { $count } byte
   *[other] { $count } bytes
}
count-file = { $count ->
    [one] { $count } file
   *[other] { $count } files
}
count-open-play = { $count ->
    [one] { $count } open play
   *[other] { $count } open plays
}
count-opening = { $count ->
    [one] { $count } opening
   *[other] { $count } openings
}
count-package = { $count ->
    [one] { $count } package
   *[other] { $count } packages
}
count-point = { $count ->
    [one] { $count } point
   *[other] { $count } points
}
count-time = { $count ->
    [one] { $count } time
   *[other] { $count } times
}
