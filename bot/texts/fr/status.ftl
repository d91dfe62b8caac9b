### /credits status

status-client = *{ $client }* : { figures }.
status-low = :warning: Il ne lui en reste guère : moins de { CREDITS($low_below) }. Attribuez-lui-en, pour 20 apprenants par exemple, avec `/credits allocate { $alias } 120`
status-pool = *{ pool-holds }*
status-clients = { clients-hold }.
status-first = Les premiers à court de crédits :
status-line = { $is_low ->
    [yes] :warning:
   *[no] •
} *{ $client }* : { figures }
status-more = { $hidden ->
    [one] et { $hidden } autre, à voir
   *[other] et { $hidden } autres, à voir chacun
} avec `/credits status CLIENT`
