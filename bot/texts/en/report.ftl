### /credits report, its picture and what is said beside it

report-asked = The report from { $first } to { $last } is being drawn. It comes to you as a direct message, with a CSV.
report-asked-client = The report on *{ $client }* from { $first } to { $last } is being drawn. It comes to you as a direct message, with a CSV.
report-no-day = “{ $given }” is no day. Write it as 2026-11-24; the report runs to today where you give one only.
report-in-future = { $first } is in the future: nothing was consumed yet. Give a day up to today.
report-too-long = A report covers ten years at the most. Give a later first day.
report-usage = A report takes a client and up to two days: { usage-report }
report-sum = From { $first } to { $last }, { CREDITS($credits) } were consumed.
report-sum-client = From { $first } to { $last }, *{ $client }* consumed { CREDITS($credits) }.
report-nothing = Nothing was played in that time.

report-heading = Credits consumed, { $first } – { $last }
report-by-day = By day
report-by-week = By week
report-by-month = By month
report-by-client = By client
report-others = { COUNT($count, "other-client") }
report-headings = From, Client, Alias, Credits, Plays
report-file = credits
report-picture =
    .alt = Bars of the credits consumed from { $first } to { $last }: { CREDITS($credits) } in all, the most from { $day } on ({ $most }); of the clients, { $client } used most. The CSV has every number.
count-other-client = { $count ->
    [one] { $count } other client
   *[other] { $count } other clients
}
