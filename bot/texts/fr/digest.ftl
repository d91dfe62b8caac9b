### The weekly digest, and /credits digest

digest-week = *Votre semaine*, du { $since } au { $until }
digest-sums = Consommation : { CREDITS($consumed) }. Attributions : { CREDITS($allocated) }.
digest-top = *Qui en a le plus utilisé*
digest-client = • { $client } : { CREDITS($credits) }
digest-first-out = *Les premiers à court de crédits*, au rythme des quatre dernières semaines
digest-lasts = • { $client } : { CREDITS($available) }, pour { COUNT($days_left, "day") }
digest-no-forecast = Aucun client n’en a encore utilisé assez pour dire qui sera le premier à court.
digest-alerts = *Alertes en cours*
digest-alert-low = • { $wallet ->
    [pool] crédits en attente d’attribution
   *[client] { $client }
} : sous le seuil
digest-alert-spent = • { $wallet ->
    [pool] crédits en attente d’attribution
   *[client] { $client }
} : trop peu de crédits pour une partie
digest-alert-turned-away = • { $wallet ->
    [pool] crédits en attente d’attribution
   *[client] { $client }
} : des apprenants sont refusés
digest-alerts-more = et { $hidden } de plus
digest-no-alerts = :white_check_mark: Aucune alerte n’est en cours.
digest-right = :white_check_mark: Le registre a été vérifié le { $moment } et il est juste, sur { COUNT($transfers, "line") }.
digest-wrong = :no_entry: Le registre a été vérifié le { $moment }, et il est faux. Adressez-vous aussitôt à votre opérateur.
digest-unverified = Le registre n’a pas encore été vérifié ; il l’est une fois par jour.
digest-head = La chaîne des mouvements des crédits en attente en est au numéro { ID($number) }, `{ $digest }`.

digest-when = Le récapitulatif arrive chaque { $day } à { ID($hour) } h ({ $time_zone }).
digest-never = Il n’y a pas de récapitulatif.
digest-usage = Réglez-le avec { usage-digest }
digest-off-word = jamais
digest-change =
    .button = Modifier
digest-form =
    .title = Récapitulatif
    .submit = Enregistrer
    .close = Annuler
digest-form-never =
    .option = Jamais
digest-day =
    .label = Jour
digest-hour =
    .label = Heure
    .hint = À l’heure du compte, { $time_zone }
digest-bad = « { $given } » n’est pas un jour avec une heure. { digest-usage }, par exemple `/credits digest lundi 9`

## How they are typed

usage-report = `/credits report [client] [de] [à]`
help-report = { usage-report }  la consommation dans le temps et par client, en image avec un CSV
topic-report = `/credits report acme novembre` vous envoie ce qui a été consommé, en image et en fichier CSV, dans vos messages directs avec Obole. Sans client, il porte sur tous ; les jours s’écrivent 2026-11-24 ou 24/11/2026, ou en un mois.
usage-digest = `/credits digest [JOUR HEURE]`, ou `/credits digest jamais`
help-digest = `/credits digest`  quand arrive le récapitulatif, et pour le changer
topic-digest = Seule, elle montre quand arrive le récapitulatif. `/credits digest friday 8` le fait venir le vendredi à 8 h à l’heure du compte, `/credits digest off` jamais. Il dit ce qui a été consommé et attribué en une semaine, qui sera à court en premier, et si les comptes sont justes. Seuls les propriétaires peuvent le changer.
