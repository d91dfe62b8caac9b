### /credits status

status-client = *{ $client }*: { figures }.
status-low = :warning: It runs low: below { CREDITS($low_below) }. Allocate more, for 20 learners say, with `/credits allocate { $alias } 120`
status-pool = *{ pool-holds }*
status-clients = { clients-hold }.
status-first = The first to run out:
status-line = { $is_low ->
    [yes] :warning:
   *[no] •
} *{ $client }*: { figures }
status-more = and { $hidden } more, each with `/credits status CLIENT`
