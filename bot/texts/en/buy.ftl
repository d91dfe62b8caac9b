### /credits buy: the price as it is typed, the order, and how its payment goes on.

usage-buy = `/credits buy [credits | for 20 learners]`
help-buy = { usage-buy }  credits for the pool: their price as you type, then the button to pay
topic-buy = `/credits buy 120` or `/credits buy for 20 learners` shows what they cost, with the discount and the steps of the price; nothing is ordered before you send the window, nothing bought before it is paid. Only owners order; anyone else asks them with the same window. The credits come to the pool once the payment is confirmed, with a receipt that `/credits history` has, too.

front-buy =
    .button = Buy credits
buy-offer =
    .button = Buy { CREDITS($credits) }
buy-ask =
    .button = Ask for { CREDITS($credits) }

buy-form =
    .title = Buy credits
    .submit = Order
    .close = Cancel
buy-credits =
    .label = Credits
    .hint = A whole number, or for how many: { COUNT($learners, "learner") } need { CREDITS($credits) }.
buy-nothing = Type how many, and what they cost stands here.
buy-left-over = { COUNT($count, "credit") } would be left over, at { COUNT($price, "credit") } a play.
buy-next = From { CREDITS($credits) } on, each costs { UNIT_PRICE($unit_millicents) }: { MONEY($total_cents) } in all.
buy-cheaper = More for less: { CREDITS($credits) } cost { MONEY($total_cents) } in all, at { UNIT_PRICE($unit_millicents) } a credit.
buy-owed = Of these, { CREDITS($owed) } are owed after a refund, and do not stay in the pool.
buy-steps = The steps of the price, each for all credits of an order:
buy-step = { $is_reached ->
    [yes] ▸ *from { CREDITS($credits) }: { UNIT_PRICE($unit_millicents) } a credit* (yours)
   *[no] • from { CREDITS($credits) }: { UNIT_PRICE($unit_millicents) } a credit
}
buy-page =
    .button = See prices with a slider

## By who may not order

buy-propose =
    .submit = Ask an owner
buy-proposed = The owners were asked to buy *{ CREDITS($credits) }*.
buy-proposal = *{ $member }*, who may not order, asks you to buy *{ CREDITS($credits) }*.

## The order and its payment

payment-title = { CREDITS($credits) }
payment-asked = Order { ID($number) }: *{ CREDITS($credits) }* for *{ MONEY($total_cents) }*. Nothing is paid yet; the credits come to the pool once it is.
payment-until = It can be paid until { $moment }.
payment-pay =
    .button = Pay { MONEY($total_cents) }
payment-manual = Order { ID($number) }: *{ CREDITS($credits) }* for *{ MONEY($total_cents) }*. Pay it and name order { ID($number) }; the credits come to the pool once an operator has confirmed the payment.
payment-note = { $note }
payment-kept = Order { ID($number) } of { CREDITS($credits) } is kept, and nothing was charged.
payment-again =
    .button = Try again
payment-done = :white_check_mark: Order { ID($number) } is paid: *{ CREDITS($credits) }* for *{ MONEY($total_cents) }* came to the pool.
payment-refused = :warning: For order { ID($number) } of { CREDITS($credits) }, which costs { MONEY($total_cents) }, { $paid } came as the payment “{ $reference }”, and brought no credits. Do not pay it again: ask an operator to have it paid back, or to confirm the order by it.
payment-mistaken = :warning: Order { ID($number) } of { CREDITS($credits) } for { MONEY($total_cents) }: a payment of another sum or currency came, and brought no credits. Do not pay it again: ask an operator to look into it.
payment-ended = Order { ID($number) } of { CREDITS($credits) } for { MONEY($total_cents) }: { $failed ->
    [yes] the payment failed
   *[no] its time to pay is over
}, and nothing was charged.
payment-anew =
    .button = Order anew
