### /credits allocate: the preview, the press, and what it came to.

allocate-usage = An allocation names a client and a number of credits: { usage-allocate }
allocate-example = For example `/credits allocate acme 120 PO-7`, which is { CREDITS(120) }.

allocate-preview = Allocate *{ CREDITS($credits) }* to *{ $client }*{ allocation-labels }?
allocate-final = An allocation cannot be undone: no credits come back from a client.
allocate-confirm =
    .button = Allocate
allocate-cancel =
    .button = Cancel

allocate-done = Allocated *{ CREDITS($credits) }* to *{ $client }*{ allocation-labels }.
allocate-repeat = Already allocated: *{ CREDITS($credits) }* to *{ $client }*{ allocation-labels }. Nothing was changed this time.
allocate-repeat-status = `/credits status` shows the balances as they are now.
allocate-cancelled = Cancelled: nothing was allocated.
allocate-not-yours = This was shown to someone else, and nothing was changed. Type the command yourself.
allocate-too-old = This is more than a day old, and nothing was changed. Type the command again.
