### /credits history

history-head = The movements of { $wallet ->
    [client] *{ $client }*
   *[pool] the pool
}, the newest first:
history-line = • { $at }: { $kind }, { $came_in ->
    [yes] { $credits } in
   *[no] { $credits } out
}, then { CREDITS($available) }
history-by = , by { $member }
history-empty = There are none in this time.
history-sums = { COUNT($count, "movement") } in all: { $allocated } in, { $consumed } out, { CREDITS($available) } at the end.
history-newer =
    .button = Newer
history-older =
    .button = Older
history-file =
    .button = Send me the file
history-file-is-here = The movements you asked for.
history-file-ordered = The file { $file } is being made. It comes to you as a direct message.
history-headings = Number, Day, Time, Movement, Credits, Balance, By, Reference, Comment, Learner
history-no-day = “{ $given }” is no day. Write 2026-11-24, 24/11/2026 or the name of a month, at most two of them after the client.

kind-purchase = purchase
kind-allocation = allocation
kind-consumption = consumption
kind-refund = refund

count-movement = { $count ->
    [one] { $count } movement
   *[other] { $count } movements
}
