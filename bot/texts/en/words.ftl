### Words that the core says of its own, put into sentences.

## What a role allows, after "may"

act-see-balances = see balances
act-allocate-credits = allocate credits
act-order-credits = order credits
act-add-clients = add clients
act-add-games = add games
act-build-packages = build packages
act-change-packages = change packages
act-add-members = add members
act-set-thresholds = set thresholds
act-archive-clients = archive clients
act-move-learners = move learners
act-erase-learners = erase learners
act-export-the-account = export the account
act-confirm-payments = confirm payments
act-set-prices = set prices

## What a text was given for

field-alias = alias
field-comment = comment
field-country = country
field-e-mail-address = e-mail address
field-idempotency-key = idempotency key
field-name = name
field-payment-reference = payment reference
field-reference = reference
field-slack-workspace = Slack workspace
field-title = title
field-vat-id = VAT id

## The facts of an act that is done once under its key

fact-act = act
fact-by = by
fact-client = client
fact-comment = comment
fact-credits = credits
fact-reference = reference

## What a zip has too much of

measure-files = files
measure-bytes = bytes
measure-ratio = ratio
measure-bytes-in-its-directory = bytes in its directory

## How an order stands

state-paid = paid
state-pending = pending

act-approve-allocations = approve allocations
act-change-clients = change clients
act-change-members = change members
act-choose-what-becomes-of-open-plays = choose what becomes of open plays
act-set-the-digest = set the digest
act-show-previews = show previews
act-snooze-alerts = snooze alerts
measure-days = days
measure-openings = openings
verdict-approved = approved
verdict-declined = declined
act-choose-where-alerts-go = choose where alerts go
