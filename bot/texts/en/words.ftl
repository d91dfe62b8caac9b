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
act-refund-payments = refund payments
act-cancel-orders = cancel orders
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
fact-cents = amount
fact-client = client
fact-comment = comment
fact-credits = credits
fact-order = order
fact-reference = reference

## What a zip has too much of

measure-files = files
measure-bytes = bytes
measure-ratio = ratio
measure-bytes-in-its-directory = bytes in its directory

## How an order stands

state-expired = expired
state-failed = failed
state-paid = paid
state-pending = pending
state-quoted = quoted
state-refunded = refunded

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

## What a package allows

option-burst = burst
option-cap = cap
option-ends = ends
option-language = language
option-learners = learners
option-origins = origins
option-pass-mark = pass mark
option-previews-a-day = previews a day

## What is wrong with an option

flaw-ends-before-it-starts = it would end before it starts
flaw-no-burst = it is so many newcomers, at least 1, in some minutes
flaw-no-cap = a cap is at least 1
flaw-no-such-language = it is one of { $candidates }
flaw-no-learners = the list is empty
flaw-no-minutes-of-a-burst = it is counted over 1 to { $most } minutes
flaw-no-number-of-previews = they are 0 at the least
flaw-no-origin = “{ $given }” is not one, such as https://lms.example
flaw-no-origins = no origin is listed
flaw-no-pass-mark = it is from 0 to 100 points
flaw-no-pattern = a pattern has 1 to { $most } characters
flaw-unmeasured-burst = nothing says how many newcomers are a burst

## What is wrong with a manifest

flaw-another-root = its root element is not manifest
flaw-another-server = something is launched from another server
flaw-another-standard = its schemaversion is “{ $given }”, neither SCORM 1.2 nor 2004
flaw-entities = it declares entities, which no manifest needs
flaw-no-address = the href of one of its SCOs is no address
flaw-no-href = one of its SCOs has no href
flaw-no-identifier = the identifier of item { ID($number) } is missing or is none
flaw-no-xml = it is no well-formed XML, at line { ID($line) }, character { ID($column) }
flaw-same-identifier = two of its items have the identifier “{ $given }”
flaw-too-many-bytes = it has { $found } bytes where { $most } are the most

## What is wrong with a price list

flaw-late-first-step = its first step must start at 1 credit
flaw-no-step = “{ $given }” is not a step
flaw-step-out-of-bounds = the step { $given } must start at 1 to { $most } credits and cost { $cheapest } to { $dearest } cents a credit
flaw-step-out-of-order = the step { $given } must start later and cost no more than the one before

act-make-groups = make groups
act-register-learners = register learners
act-see-learners = see how each learner does
fact-group = group
fact-learners = learners
fact-new-plays = choice of new plays

## What is wrong with a group

flaw-end-before-its-start = it would end before it starts
flaw-end-has-passed = its end has passed, and what is over stays so
flaw-end-in-the-past = it would end in the past
flaw-extension-before-its-end = it would be extended until before its end
flaw-extension-without-an-end = it has no end that it could be extended beyond
flaw-no-such-time = a learner plays for 1 to { $most } minutes

## What is wrong with a list of learners

flaw-a-workbook = it is a workbook, and has to be saved as CSV first
flaw-no-lines = there is nobody in it
flaw-no-text = it is no text, and has to be saved as CSV first
flaw-file-too-large = it has { $found } bytes, of at most { $most }
flaw-too-many-lines = it has { $found } learners, of at most { $most } at a time
