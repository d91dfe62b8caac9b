### What owners are told of their own accord.

alert-low = { $wallet ->
    [pool] :warning: Il ne reste guère de crédits *en attente d’attribution* :
   *[client] :warning: *{ $client }* n’aura bientôt plus de crédits : il lui reste
} { CREDITS($available) }, moins que le seuil de { CREDITS($low_below) }.
alert-spent = :no_entry: Il reste { CREDITS($available) } à *{ $client }*, et son jeu le moins cher coûte { COUNT($cheapest, "credit") } : son prochain nouvel apprenant sera refusé.
alert-turned-away = :no_entry: Un apprenant du client *{ $client }* a été refusé : une partie coûte { COUNT($wanted, "credit") }, et il en reste moins.
alert-over = { $wallet ->
    [pool] :white_check_mark: De nouveau *en attente d’attribution* :
   *[client] :white_check_mark: *{ $client }* a de nouveau
} { CREDITS($available) }.

alert-allocate = En attente d’attribution : { CREDITS($pool) }. Pour { COUNT($learners, "learner") } de plus, { COUNT($needed, "credit") } : `/credits allocate { $alias } { ID($needed) }`
    .button = Attribuer { CREDITS($needed) }
alert-order = Commandez-en d’autres avec : `obole credits order CRÉDITS`

alert-burst = :warning: Plus de { COUNT($most, "newcomer") } du client *{ $client }* sont arrivés par un même package en { COUNT($minutes, "minute") }. { $holds ->
    [yes] Ils attendent, sans être facturés.
   *[no] Chacun a été inscrit et facturé.
}
alert-burst-release = Laissez-les entrer avec : `obole package release { $package }`
alert-burst-usage = Voyez qui est venu avec : `obole package usage { $package }`
