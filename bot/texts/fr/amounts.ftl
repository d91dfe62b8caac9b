### Numbers with what they count, money, moments; and what is said of balances everywhere.

# R14: credits are never said without the plays they buy. CREDITS($n) says this.
credits-and-plays = { COUNT($credits, "credit") }, { COUNT($plays, "play") }

## COUNT($n, "noun") says count-noun. In French 0 is singular, and whole millions take "de".

count-client = { $count ->
    [one] { $count } client
    [many] { $count } de clients
   *[other] { $count } clients
}
count-credit = { $count ->
    [one] { $count } crédit
    [many] { $count } de crédits
   *[other] { $count } crédits
}
count-day = { $count ->
    [one] { $count } jour
    [many] { $count } de jours
   *[other] { $count } jours
}
count-launch = { $count ->
    [one] { $count } lancement
    [many] { $count } de lancements
   *[other] { $count } lancements
}
count-learner = { $count ->
    [one] { $count } apprenant
    [many] { $count } d’apprenants
   *[other] { $count } apprenants
}
count-line = { $count ->
    [one] { $count } ligne
    [many] { $count } de lignes
   *[other] { $count } lignes
}
count-minute = { $count ->
    [one] { $count } minute
    [many] { $count } de minutes
   *[other] { $count } minutes
}
count-newcomer = { $count ->
    [one] { $count } nouvel apprenant
    [many] { $count } de nouveaux apprenants
   *[other] { $count } nouveaux apprenants
}
count-play = { $count ->
    [one] { $count } partie
    [many] { $count } de parties
   *[other] { $count } parties
}
count-preview = { $count ->
    [one] { $count } aperçu
    [many] { $count } d’aperçus
   *[other] { $count } aperçus
}
count-registration = { $count ->
    [one] { $count } inscription
    [many] { $count } d’inscriptions
   *[other] { $count } inscriptions
}
count-step = { $count ->
    [one] { $count } palier
    [many] { $count } de paliers
   *[other] { $count } paliers
}
count-wallet = { $count ->
    [one] { $count } portefeuille
    [many] { $count } de portefeuilles
   *[other] { $count } portefeuilles
}

## Money and moments

money = { NUMBER($euros, minimumFractionDigits: 2, maximumFractionDigits: 5) } €
moment = { $day } à { $time }
all-of = { $first } et { $last }

## Balances

# R11
figures = { $allocated } { $allocated ->
    [one] attribué
   *[other] attribués
}, { $consumed } { $consumed ->
    [one] consommé
   *[other] consommés
}, { $available } { $available ->
    [one] disponible
   *[other] disponibles
}, { PLAYS($available) }
client-holds = { $client } : { figures }
clients-hold = { COUNT($clients, "client") } : { figures }
pool-holds = En attente d’attribution : { CREDITS($pool) }.
pool-then = En attente d’attribution ensuite : { CREDITS($pool) }.
pool-now = En attente d’attribution désormais : { CREDITS($pool) }.
client-then = { $client } aura ensuite { CREDITS($available) }.
client-now = { $client } a désormais { CREDITS($available) }.
# R13
price = { CREDITS($credits) } : { UNIT_PRICE($unit_millicents) } le crédit, { $discounted ->
    [yes] remise de { MONEY($discount_cents) }
   *[no] sans remise
}, { MONEY($total_cents) } en tout
forecast = Au rythme des { ID($days) } derniers jours, { NUMBER($per_day, minimumFractionDigits: 1, maximumFractionDigits: 1) } crédits par jour, il y en a pour { COUNT($days_left, "day") }.
# After a number of credits and a client: how the allocation is found again.
allocation-labels = { $labels ->
    [both] , référence « { $reference } », commentaire « { $comment } »
    [reference] , référence « { $reference } »
    [comment] , commentaire « { $comment } »
   *[none] { "" }
}

count-byte = { $count ->
    [one] { $count } octet
    [many] { $count } d’octets
   *[other] { $count } octets
}
count-file = { $count ->
    [one] { $count } fichier
    [many] { $count } de fichiers
   *[other] { $count } fichiers
}
count-open-play = { $count ->
    [one] { $count } partie ouverte
    [many] { $count } de parties ouvertes
   *[other] { $count } parties ouvertes
}
count-opening = { $count ->
    [one] { $count } ouverture
    [many] { $count } d’ouvertures
   *[other] { $count } ouvertures
}
count-package = { $count ->
    [one] { $count } package
    [many] { $count } de packages
   *[other] { $count } packages
}
count-point = { $count ->
    [one] { $count } point
    [many] { $count } de points
   *[other] { $count } points
}
count-time = { $count ->
    [one] { $count } fois
    [many] { $count } de fois
   *[other] { $count } fois
}
