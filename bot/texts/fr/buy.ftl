### /credits buy : le prix au fil de la frappe, la commande, et la suite de son paiement.

usage-buy = `/credits buy [crédits | pour 20 apprenants]`
help-buy = { usage-buy }  acheter des crédits : leur prix au fil de la frappe, puis le bouton pour payer
topic-buy = `/credits buy 120` ou `/credits buy pour 20 apprenants` montre ce qu’ils coûtent, avec la remise et les paliers du prix ; rien n’est commandé avant l’envoi de la fenêtre, rien n’est acheté avant le paiement. Seuls les propriétaires commandent ; les autres membres le leur demandent par la même fenêtre. Une fois le paiement confirmé, les crédits sont en attente d’attribution, et un reçu vous arrive ; `/credits history` le garde aussi.

front-buy =
    .button = Acheter des crédits
buy-offer =
    .button = Acheter { CREDITS($credits) }
buy-ask =
    .button = Demander { CREDITS($credits) }

buy-form =
    .title = Acheter des crédits
    .submit = Commander
    .close = Annuler
buy-credits =
    .label = Crédits
    .hint = Un nombre entier, ou pour combien : pour { COUNT($learners, "learner") }, il faut { CREDITS($credits) }.
buy-nothing = Tapez combien il vous en faut, et leur prix s’affiche ici.
buy-left-over = Il resterait { COUNT($count, "credit") }, à { COUNT($price, "credit") } la partie.
buy-next = À partir de { CREDITS($credits) }, chacun coûte { UNIT_PRICE($unit_millicents) } : { MONEY($total_cents) } en tout.
buy-cheaper = Plus pour moins cher : { CREDITS($credits) } coûtent { MONEY($total_cents) } en tout, à { UNIT_PRICE($unit_millicents) } le crédit.
buy-owed = Parmi eux, { CREDITS($owed) } sont dus depuis un remboursement, et ne resteront pas en attente d’attribution.
buy-steps = Les paliers du prix, chacun pour tous les crédits d’une commande :
buy-step = { $is_reached ->
    [yes] ▸ *à partir de { CREDITS($credits) } : { UNIT_PRICE($unit_millicents) } le crédit* (le vôtre)
   *[no] • à partir de { CREDITS($credits) } : { UNIT_PRICE($unit_millicents) } le crédit
}
buy-page =
    .button = Voir les prix avec un curseur

## De la part de qui ne peut pas commander

buy-propose =
    .submit = Le demander
buy-proposed = La demande est faite aux propriétaires : acheter *{ CREDITS($credits) }*.
buy-proposal = *{ $member }*, qui ne peut pas commander, vous demande d’acheter *{ CREDITS($credits) }*.

## La commande et son paiement

payment-title = { CREDITS($credits) }
payment-asked = Commande { ID($number) } : *{ CREDITS($credits) }* pour *{ MONEY($total_cents) }*. Rien n’est encore payé ; les crédits seront en attente d’attribution dès le paiement.
payment-until = Elle peut être payée jusqu’au { $moment }.
payment-pay =
    .button = Payer { MONEY($total_cents) }
payment-manual = Commande { ID($number) } : *{ CREDITS($credits) }* pour *{ MONEY($total_cents) }*. Payez-la en indiquant « commande { ID($number) } » ; les crédits seront en attente d’attribution dès qu’un opérateur aura confirmé le paiement.
payment-note = { $note }
payment-kept = La commande { ID($number) } de { CREDITS($credits) } est conservée, et rien n’a été débité.
payment-again =
    .button = Réessayer
payment-done = :white_check_mark: La commande { ID($number) } est payée : *{ CREDITS($credits) }* pour *{ MONEY($total_cents) }* sont en attente d’attribution.
payment-refused = :warning: Pour la commande { ID($number) } de { CREDITS($credits) }, qui coûte { MONEY($total_cents) }, le paiement « { $reference } » est de { $paid } et n’a apporté aucun crédit. Ne payez pas une deuxième fois : demandez à un opérateur de le faire rembourser, ou de confirmer la commande avec lui.
payment-mistaken = :warning: Commande { ID($number) } de { CREDITS($credits) } pour { MONEY($total_cents) } : un paiement d’un autre montant ou dans une autre devise est arrivé, et n’a apporté aucun crédit. Ne payez pas une deuxième fois : demandez à un opérateur de le vérifier.
payment-ended = Commande { ID($number) } de { CREDITS($credits) } pour { MONEY($total_cents) } : { $failed ->
    [yes] le paiement a échoué
   *[no] le délai de paiement est passé
}, et rien n’a été débité.
payment-anew =
    .button = Commander à nouveau
