### Receipts, and money that went back.

receipt-comes = Receipt { ID($receipt) } comes with this as a PDF.
receipt-is-here = Receipt { ID($receipt) }, as you asked.
receipt-file = receipt-{ ID($receipt) }.pdf
receipt-line = Receipt { ID($receipt) }, { $day }: order { ID($number) }, { CREDITS($credits) }, { MONEY($total_cents) }
receipt-send =
    .button = Receipt { ID($receipt) } as a PDF
receipts-head = Receipts, the newest first:
receipts-more = and { $hidden } more, with `/credits history receipts`
receipts-none = There are no receipts yet: the first comes with the first payment.

refund-told = { $kind ->
    [dispute] :warning: The payment of order { ID($number) } is disputed, and { MONEY($cents) } went back
   *[refund] :warning: { MONEY($cents) } of order { ID($number) } were paid back
}: *{ CREDITS($credits) }* go back with it.
refund-owed = The pool held fewer, and no client gives any back: { CREDITS($owed) } are owed, and are taken from the next purchase.
refund-won = :white_check_mark: The dispute over order { ID($number) } is over and { MONEY($cents) } are paid again: what was taken of *{ CREDITS($credits) }* is back in the pool, and nothing is owed of it.
status-owed = :warning: { CREDITS($owed) } are owed after a refund, and are taken from the next purchase.
