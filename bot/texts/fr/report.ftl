### /credits report, its picture and what is said beside it

report-asked = Le rapport du { $first } au { $last } est en préparation. Il vous arrivera en message direct, avec un CSV.
report-asked-client = Le rapport sur *{ $client }* du { $first } au { $last } est en préparation. Il vous arrivera en message direct, avec un CSV.
report-no-day = « { $given } » n’est pas un jour. Écrivez-le ainsi : 2026-11-24 ; si vous n’en donnez qu’un, le rapport va jusqu’à aujourd’hui.
report-in-future = Le jour { $first } est à venir : rien n’a encore été consommé. Donnez un jour jusqu’à aujourd’hui.
report-too-long = Un rapport couvre dix ans au plus. Donnez un premier jour plus tardif.
report-usage = Un rapport prend un client et au plus deux jours : { usage-report }
report-sum = Du { $first } au { $last }, consommation de { CREDITS($credits) }.
report-sum-client = Du { $first } au { $last }, *{ $client }* a consommé { CREDITS($credits) }.
report-nothing = Rien n’a été joué durant cette période.

report-heading = Crédits consommés, { $first } – { $last }
report-by-day = Par jour
report-by-week = Par semaine
report-by-month = Par mois
report-by-client = Par client
report-others = { COUNT($count, "other-client") }
report-headings = À partir du, Client, Alias, Crédits, Parties
report-file = credits
report-picture =
    .alt = Barres des crédits consommés du { $first } au { $last } : { CREDITS($credits) } en tout, le plus à partir du { $day } ({ $most }) ; parmi les clients, { $client } en a utilisé le plus. Le CSV contient tous les nombres.
count-other-client = { $count ->
    [one] { $count } autre client
    [many] { $count } d’autres clients
   *[other] { $count } autres clients
}
