### /credits allocate: the preview, the press, and what it came to.

allocate-preview = Allocate *{ CREDITS($credits) }* to *{ $client }*{ allocation-labels }?
allocate-final = An allocation cannot be undone: no credits come back from a client.
allocate-confirm =
    .button = Allocate
    .submit = Allocate
allocate-cancel =
    .button = Cancel

allocate-done = Allocated *{ CREDITS($credits) }* to *{ $client }*{ allocation-labels }.
allocate-repeat = Already allocated: *{ CREDITS($credits) }* to *{ $client }*{ allocation-labels }. Nothing was changed this time.
allocate-repeat-status = `/credits status` shows the balances as they are now.
allocate-cancelled = Cancelled: nothing was allocated.
allocate-cancelled-late = { $act ->
    [allocate] It was allocated before you cancelled, and an allocation is final: nothing was taken back. `/credits history` shows it.
   *[other] Your team was asked for it before you cancelled, and nothing was taken back. Tell them if it is needed no more.
}
allocate-not-yours = This was shown to someone else, and nothing was changed. Type the command yourself.
allocate-too-old = This is more than a day old, and nothing was changed. Type the command again.

allocate-ask = Ask the owners for *{ CREDITS($credits) }* to *{ $client }*{ allocation-labels }?
    .button = Ask an owner
    .submit = Ask an owner
allocate-asked = The owners were asked for *{ CREDITS($credits) }* to *{ $client }*{ allocation-labels }. You will read here what they decide.
allocate-propose = Ask those who may for *{ CREDITS($credits) }* to *{ $client }*{ allocation-labels }?
    .button = Ask those who may
    .submit = Ask those who may
allocate-proposed = All who may allocate were asked for *{ CREDITS($credits) }* to *{ $client }*{ allocation-labels }.
allocate-short-own = Buy what is missing, and allocate it once it is paid.
allocate-short = Ask an owner to buy what is missing.

## The modal, where words are missing

allocate-form =
    .title = Allocate credits
    .submit = Show it first
    .close = Cancel
allocate-client =
    .label = Client
    .hint = Its name or its alias; type some of it.
allocate-credits =
    .label = Credits
    .hint = A whole number in digits. 20 learners need { CREDITS(120) }.
allocate-reference =
    .label = Reference
    .hint = Your own word to find it again, an order's number for example.
allocate-comment =
    .label = Comment
