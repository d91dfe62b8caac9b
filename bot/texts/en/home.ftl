### The App Home.

home-pool =
    .header = The pool: { CREDITS($pool) }
home-allocate =
    .button = Allocate
home-build =
    .button = Build a package
home-history =
    .button = History
home-add-client =
    .button = Add a client
home-status =
    .button = Status
# What a button beside a client is called where it is read aloud.
home-act-for = { $act }: { $client }

home-order = Order { ID($number) } of { CREDITS($credits) } waits for its payment.

home-requests =
    .header = Allocations that wait for an owner
home-request = *{ $member }* asks for { CREDITS($credits) } for *{ $client }*.
home-request-reference = Reference: { $reference }
home-request-comment = Comment: { $comment }
home-approve =
    .button = Approve
home-decline =
    .button = Decline

home-alerts =
    .header = Open alerts
home-alert-low = :warning: { $wallet ->
    [pool] *The pool*
   *[client] *{ $client }*
} runs low, since { $at }.
home-alert-spent = :no_entry: *{ $client }* has too few credits for its cheapest game, since { $at }.
home-alert-turned-away = :no_entry: A learner of *{ $client }* was turned away: { $at }.
home-more = and { $hidden } more

home-clients =
    .header = Clients: who runs out first
home-client =
    { $is_low ->
        [yes] :warning:
       *[no] •
    } *{ $client }*
    { CREDITS($available) } left of { $allocated }  { $bar }
home-client-new =
    • *{ $client }*
    nothing was allocated yet
home-page = Clients { $first } to { $last } of { $clients }
home-previous =
    .button = Previous
home-next =
    .button = Next
home-find =
    .label = Find a client
    .placeholder = An alias, a name, or how it begins
    .button = Show

home-movements =
    .header = Latest transfers
home-movement-purchase = { $at }: { CREDITS($credits) } bought into the pool
home-movement-allocation = { $at }: { CREDITS($credits) } allocated to *{ $client }*
home-movement-consumption = { $at }: a play of *{ $client }*, { COUNT($credits, "credit") }
home-movement-refund = { $at }: { CREDITS($credits) } refunded from the pool
home-no-movements = Nothing was bought yet.

# The window in which a button of the Home is answered.
home-answer =
    .title = Obole
    .close = Close
