### The weekly digest, and /credits digest

digest-week = *Your week*, from { $since } to { $until }
digest-sums = { CREDITS($consumed) } were consumed, { CREDITS($allocated) } allocated.
digest-top = *Who used most*
digest-client = • { $client }: { CREDITS($credits) }
digest-first-out = *Who runs out first*, at the rate of the last four weeks
digest-lasts = • { $client }: { CREDITS($available) }, for { COUNT($days_left, "day") }
digest-no-forecast = No client has used enough yet to say who runs out first.
digest-alerts = *Open alerts*
digest-alert-low = • { $wallet ->
    [pool] the pool
   *[client] { $client }
}: runs low
digest-alert-spent = • { $wallet ->
    [pool] the pool
   *[client] { $client }
}: too few credits for a play
digest-alert-turned-away = • { $wallet ->
    [pool] the pool
   *[client] { $client }
}: learners are turned away
digest-alerts-more = and { $hidden } more
digest-no-alerts = :white_check_mark: No alert is open.
digest-right = :white_check_mark: The ledger was verified on { $moment } and is right, in all of its { COUNT($transfers, "line") }.
digest-wrong = :no_entry: The ledger was verified on { $moment }, and it is wrong. Ask your operator at once.
digest-unverified = The ledger was not verified yet; that is done once a day.
digest-head = The chain of the pool’s transfers is at number { ID($number) }, `{ $digest }`.

digest-when = The weekly digest comes on { $day } at { ID($hour) }:00 ({ $time_zone }).
digest-never = There is no weekly digest.
digest-usage = Set it with { usage-digest }
digest-off-word = off
digest-change =
    .button = Change
digest-form =
    .title = Weekly digest
    .submit = Save
    .close = Cancel
digest-form-never =
    .option = Never
digest-day =
    .label = Day
digest-hour =
    .label = Hour
    .hint = In the account’s time zone, { $time_zone }
digest-bad = “{ $given }” is no day with an hour. { digest-usage }, for example `/credits digest monday 9`

## How they are typed

usage-report = `/credits report [client] [from] [to]`
help-report = { usage-report }  consumption over time and by client, as a picture with a CSV
topic-report = `/credits report acme november` sends you what was consumed as a picture and as a CSV file, in your direct messages with Obole. Without a client it is about all of them; days are written 2026-11-24 or 24/11/2026, or as a month.
usage-digest = `/credits digest [DAY HOUR]`, or `/credits digest off`
help-digest = `/credits digest`  when the weekly digest comes, and to change that
topic-digest = Alone it shows when the digest comes. `/credits digest friday 8` has it come on Fridays at 8 by the account’s clock, `/credits digest off` never. It says what was consumed and allocated in a week, who runs out first, and whether the books are right. Only owners change it.
