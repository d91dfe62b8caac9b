### Allocations that wait for an owner's yes, and those that are proposed.

request-asked = *{ $member }* asks for more than the limit that was set. Approve it?
request-proposed = *{ $member }*, who may not allocate, asks for this.
    .button = Show the allocation
request-wanted = *{ CREDITS($credits) }* to *{ $client }*{ allocation-labels }
request-approve =
    .button = Approve
request-decline =
    .button = Decline
request-verdict = { $verdict ->
    [approved] :white_check_mark: { $by } approved what { $is_asker ->
        [yes] you
       *[no] { $member }
    } asked for, and it is allocated.
   *[declined] :no_entry: { $by } declined what { $is_asker ->
        [yes] you
       *[no] { $member }
    } asked for, and nothing was allocated.
}
request-too-old = This was shown more than a day ago, and nothing was changed. Look at it as it is now.
request-left = Nothing was decided: the request still waits.
