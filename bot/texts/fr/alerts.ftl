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
alert-order = Avec { CREDITS($credits) } de plus, le seuil est largement dépassé.

alert-burst = :warning: Plus de { COUNT($most, "newcomer") } du client *{ $client }* sont arrivés par un même package en { COUNT($minutes, "minute") }. { $holds ->
    [yes] Ils attendent, sans être facturés.
   *[no] Chacun a été inscrit et facturé.
}
alert-burst-release = Laissez-les entrer avec : `/credits package release { $package }`
alert-burst-usage = Voyez qui est venu avec : `/credits package show { $package }`
alert-burst-over = :white_check_mark: Les nouveaux apprenants de « { $game } » pour *{ $client }* qui attendaient ont pu entrer.
alert-package-release =
    .button = Les laisser entrer
alert-package-show =
    .button = Voir qui est venu
alert-package-options =
    .button = Modifier le package

alert-open =
    .button = Ouvrir le client

## A package near its cap or its end

alert-cap = :warning: Le package de « { $game } » pour *{ $client }* en est à { COUNT($made, "registration") } ; son plafond est de { $cap }.
alert-end = :warning: Le package de « { $game } » pour *{ $client }* prend fin le { $moment }.
alert-package-extend = Pour laisser entrer d’autres apprenants, modifiez-le avec : `/credits package options { $package }`
alert-package-far = :white_check_mark: Le package de « { $game } » pour *{ $client }* n’est plus près de son plafond ni de sa fin.

## Quiet for a while

snooze =
    .placeholder = Mettre en pause
snooze-day =
    .option = Pendant 1 jour
snooze-week =
    .option = Pendant 1 semaine
snooze-crossing =
    .option = Jusqu’au prochain franchissement

snoozed-until = Jusqu’au { $moment }, plus d’alerte sur { $wallet ->
    [pool] les crédits en attente d’attribution
   *[client] *{ $client }*
}. Ce qui sera encore en cours alors vous sera rappelé.
snoozed-until-crossing = Plus d’alerte sur { $wallet ->
    [pool] les crédits en attente d’attribution
   *[client] *{ $client }*
} avant un retour au-dessus du seuil, puis un nouveau franchissement.

## /credits alerts

usage-alerts = `/credits alerts [direct | channel | snooze CLIENT day | CLIENT 20 parties]`
help-alerts = { usage-alerts }  où vont les alertes, sous quel seuil, et les mettre en pause
topic-alerts = Seule, elle montre où vont les alertes et celles qui sont en pause. `/credits alerts direct` les envoie à chaque propriétaire, `/credits alerts channel` dans un canal où l’application se trouve. `/credits alerts acme 20 plays` dit au-dessous de combien vous êtes prévenu, `/credits alerts snooze acme week` met un client en pause quelque temps. Seuls les propriétaires peuvent le changer.
alerts-usage = Modifiez-les avec { usage-alerts }
alerts-example = Par exemple `/credits alerts acme 20 parties`, `/credits alerts pool 10%`, `/credits alerts acme default` ou `/credits alerts snooze acme week`
alerts-direct = Les alertes et le récapitulatif vont à chaque propriétaire, en message direct.
alerts-channel = Les alertes et le récapitulatif vont dans le canal { $channel }.
alerts-here = Les alertes et le récapitulatif arriveront désormais dans ce canal.
alerts-not-there = Impossible d’écrire dans ce canal (réponse de Slack : { $reason }), et rien n’a été changé. Invitez-y l’application avec `/invite`, puis choisissez-le à nouveau.
alerts-default = L’alerte est donnée sous 10 parties, ou sous 10 % de la dernière attribution si c’est davantage, sauf seuil particulier.
alerts-own = • { $wallet ->
    [pool] crédits en attente d’attribution
   *[client] { $client }
} : sous { $threshold }
alerts-per-cent = { $value } % de la dernière attribution
alerts-threshold = { $wallet ->
    [pool] Pour les *crédits en attente d’attribution*
   *[client] Pour *{ $client }*
}, l’alerte sera donnée sous { CREDITS($low_below) }.
alerts-no-threshold = « { $given } » n’est pas un seuil. Donnez 20 parties, 120 crédits, 10% ou default.
alerts-both = Un seuil demande à la fois un client et un nombre.
alerts-no-channel = Choisissez le canal où vont les alertes.
alerts-change =
    .button = Modifier
alerts-form =
    .title = Alertes
    .submit = Enregistrer
    .close = Annuler
alerts-to-owners =
    .option = À chaque propriétaire, en message direct
alerts-to-channel =
    .option = Dans un canal
alerts-place =
    .label = Où vont les alertes
alerts-place-channel =
    .label = Canal
    .hint = L’application doit en être membre : invitez-la d’abord.
alerts-client =
    .label = Modifier le seuil de
    .hint = Le nom ou l’alias d’un client, ou pool
alerts-below =
    .label = Alerter sous
    .hint = 20 parties, 120 crédits, 10% de la dernière attribution, ou default
