### /credits allocate: the preview, the press, and what it came to.

allocate-preview = Attribuer *{ CREDITS($credits) }* à *{ $client }*{ allocation-labels } ?
allocate-final = Une attribution est définitive : aucun crédit ne revient d’un client.
allocate-confirm =
    .button = Attribuer
    .submit = Attribuer
allocate-cancel =
    .button = Annuler

allocate-done = Attribution faite : *{ CREDITS($credits) }* à *{ $client }*{ allocation-labels }.
allocate-repeat = Attribution déjà faite : *{ CREDITS($credits) }* à *{ $client }*{ allocation-labels }. Rien n’a changé cette fois-ci.
allocate-repeat-status = `/credits status` montre les soldes actuels.
allocate-cancelled = Annulé : rien n’a été attribué.
allocate-cancelled-late = { $act ->
    [allocate] L’attribution était déjà faite avant l’annulation, et elle est définitive : rien n’a été repris. `/credits history` la montre.
   *[other] La demande était déjà partie à votre équipe avant l’annulation, et n’a pas été reprise. Prévenez vos collègues si elle n’a plus lieu d’être.
}
allocate-not-yours = Ceci a été montré à quelqu’un d’autre, et rien n’a été changé. Tapez la commande vous-même.
allocate-too-old = Ceci date de plus d’un jour, et rien n’a été changé. Tapez la commande à nouveau.

allocate-ask = Demander aux propriétaires *{ CREDITS($credits) }* pour *{ $client }*{ allocation-labels } ?
    .button = Demander à un propriétaire
    .submit = Le demander
allocate-asked = La demande est faite aux propriétaires : *{ CREDITS($credits) }* pour *{ $client }*{ allocation-labels }. Vous lirez ici leur décision.
allocate-propose = Demander *{ CREDITS($credits) }* pour *{ $client }*{ allocation-labels } à ceux qui peuvent les attribuer ?
    .button = Demander à qui le peut
    .submit = Le demander
allocate-proposed = La demande est faite à tous ceux qui peuvent attribuer des crédits : *{ CREDITS($credits) }* pour *{ $client }*{ allocation-labels }.
allocate-short-own = Achetez ce qui manque, et attribuez-le une fois payé.
allocate-short = Demandez à un propriétaire d’acheter ce qui manque.

## La fenêtre, quand il manque des mots

allocate-form =
    .title = Attribuer des crédits
    .submit = Voir d’abord
    .close = Annuler
allocate-client =
    .label = Client
    .hint = Son nom ou son alias ; tapez-en une partie.
allocate-credits =
    .label = Crédits
    .hint = Un nombre entier, en chiffres. Pour 20 apprenants, il faut { CREDITS(120) }.
allocate-reference =
    .label = Référence
    .hint = Un mot à vous pour la retrouver, un numéro de commande par exemple.
allocate-comment =
    .label = Commentaire
