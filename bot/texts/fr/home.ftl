### The App Home.

home-pool =
    .header = En attente d’attribution : { CREDITS($pool) }
home-allocate =
    .button = Attribuer
home-build =
    .button = Créer un package
home-history =
    .button = Historique
home-add-client =
    .button = Ajouter un client
home-status =
    .button = Crédits
# What a button beside a client is called where it is read aloud.
home-act-for = { $act } : { $client }

home-order = La commande { ID($number) } de { CREDITS($credits) } attend son paiement.

home-requests =
    .header = Attributions qui attendent un propriétaire
home-request = *{ $member }* demande { CREDITS($credits) } pour *{ $client }*.
home-request-reference = Référence : { $reference }
home-request-comment = Commentaire : { $comment }
home-approve =
    .button = Approuver
home-decline =
    .button = Refuser

home-alerts =
    .header = Alertes en cours
home-alert-low = { $wallet ->
    [pool] :warning: Il ne reste guère de crédits *en attente d’attribution*
   *[client] :warning: *{ $client }* n’aura bientôt plus de crédits
} (depuis le { $at }).
home-alert-spent = :no_entry: *{ $client }* n’a plus assez de crédits pour son jeu le moins cher (depuis le { $at }).
home-alert-turned-away = :no_entry: Un apprenant du client *{ $client }* a été refusé (le { $at }).
home-more = { $hidden ->
    [one] et { $hidden } autre
   *[other] et { $hidden } autres
}

home-clients =
    .header = Clients : les premiers à court
home-client =
    { $is_low ->
        [yes] :warning:
       *[no] •
    } *{ $client }*
    { CREDITS($available) } sur { $allocated }  { $bar }
home-client-new =
    • *{ $client }*
    rien n’a encore été attribué
home-page = Clients { $first } à { $last } sur { $clients }
home-previous =
    .button = Précédents
home-next =
    .button = Suivants
home-find =
    .label = Trouver un client
    .placeholder = Un alias, un nom, ou son début
    .button = Afficher

home-movements =
    .header = Derniers mouvements
home-movement-purchase = { $at } : { CREDITS($credits) } achetés, en attente d’attribution
home-movement-allocation = { $at } : { CREDITS($credits) } attribués à *{ $client }*
home-movement-consumption = { $at } : une partie de *{ $client }*, { COUNT($credits, "credit") }
home-movement-refund = { $at } : { CREDITS($credits) } remboursés
home-no-movements = Rien n’a encore été acheté.

# The window in which a button of the Home is answered.
home-answer =
    .title = Obole
    .close = Fermer
