### /credits client

client-usage = Dites laquelle : { usage-client }
client-fields = Après le client, donnez ce qui change et sa nouvelle valeur, par paires. Ce qui peut changer : { $fields }.
client-list = Clients { $first } à { $last } sur { $count } :
client-before =
    .button = Les précédents
client-after =
    .button = Les suivants
client-facts = Accès : { $access }, pays : { $country }, fuseau horaire : { $zone }, numéro de TVA : { $vat_id }
client-campus = Son Campus : { $url }, { $is_coloured ->
    [yes] en { $colour }, { $accent }
   *[no] à nos couleurs
}, { $leaderboard ->
    [yes] avec un classement
   *[no] sans classement
}
client-archived-line = Ce client est archivé : ses relevés sont conservés et ses accès fermés.
client-packages = { COUNT($count, "package") } : { $games }
client-groups = { COUNT($count, "group") } : { $groups }
    .button = Groupes
client-movements = Les derniers mouvements :
client-allocate =
    .button = Attribuer des crédits
client-added = Le client *{ $client }* a été ajouté.
client-changed = Le client *{ $client }* a été modifié.

client-add =
    .title = Ajouter un client
    .submit = Ajouter
    .close = Annuler
client-edit =
    .button = Modifier
    .title = Modifier le client
    .submit = Enregistrer
client-name =
    .label = Nom
    .hint = Ses apprenants le voient.
client-alias =
    .label = Alias
    .hint = Votre mot à vous, court ; ses apprenants ne le voient jamais.
client-access =
    .label = Accès
    .hint = Par où entrent ses apprenants. Il ne change plus dès que l’un d’eux est entré.
client-country =
    .label = Pays
    .hint = Deux lettres, par exemple FR.
client-time-zone =
    .label = Fuseau horaire
    .hint = Son nom IANA, par exemple Europe/Paris.
client-vat-id =
    .label = Numéro de TVA
client-colour =
    .label = Couleur de son Campus
    .hint = Celle du haut de la page, par exemple #1d2b3a. Vide : la nôtre.
client-accent =
    .label = Couleur d’accent
    .hint = Celle des boutons et des liens, par exemple #0072b2. Vide : la nôtre.
client-leaderboard =
    .label = Sur son Campus
    .option = Les groupes voient leur classement
client-no-access = « { $given } » n’est pas un accès. Donnez `campus` ou `scorm`.
client-no-leaderboard = « { $given } » ne dit ni oui ni non. Donnez `oui` pour un classement, sinon `non`.
access-scorm = SCORM
    .option = SCORM, depuis leur propre LMS
access-campus = Campus
    .option = Campus, sur une page à nous

count-group = { $count ->
    [one] { $count } groupe
    [many] { $count } de groupes
   *[other] { $count } groupes
}
