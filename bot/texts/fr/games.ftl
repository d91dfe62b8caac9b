### /credits game : ajouter des jeux à partir de zips, les lister, et choisir qui les voit.

usage-game = `/credits game`
help-game = { usage-game }  ajouter des jeux, les lister, choisir les clients qui les voient
topic-game = `/credits game list` énumère les jeux, `/credits game show "Le passeur"` en montre un. `/credits game add` ouvre une fenêtre qui prend son zip : SCORM 1.2 ou 2004, ou une page web ; on vous prévient ici dès qu’il est prêt. `/credits game visibility "Le passeur" only acme bolt` choisit les clients qui le voient et, suivi de `for everyone`, `for groups` ou `for nobody`, ceux de leurs apprenants qui peuvent y jouer : tous, ceux des groupes que vous créez, ou personne de nouveau ; une partie déjà commencée reste jouable.
game-usage = Les jeux sont ce que jouent les apprenants des clients :
usage-game-add = `/credits game add [titre]`  à partir d’un zip, dans un formulaire
usage-game-list = `/credits game list`
usage-game-show = `/credits game show JEU`
game-visibility-unread = « { $given } » ne dit pas qui voit le jeu, et rien n’a été changé. Tapez-le ainsi :
usage-game-visibility = `/credits game visibility "JEU" all`, `own`, `only CLIENT CLIENT`, `except CLIENT`, chacun aussi avec `for everyone`, `for groups` ou `for nobody` ; ou le jeu seul, pour un formulaire

game-none = Il n’y a pas encore de jeu.
game-count = { COUNT($count, "game") }
game-more = et { $count } de plus, chacun avec `/credits game show JEU`
count-game = { $count ->
    [one] { $count } jeu
   *[other] { $count } jeux
}
game-line = *{ $game }* : { COUNT($price, "credit") } la partie, version { ID($number) }, visible par { $visibility ->
    [all] tous les clients
    [only] certains clients
    [except] tous les clients sauf certains
   *[own] le seul client propriétaire
}
game-seen-by = Visible par { $visibility ->
    [all] tous les clients
    [only] ces clients seulement : { game-names }
    [except] tous les clients sauf : { game-names }
   *[own] le client propriétaire seulement
}, { $audience ->
    [everyone] ouvert à tous les apprenants
    [groups] réservé aux groupes
   *[nobody] sans nouvelle inscription
}
game-names = { $hidden ->
    [0] { $clients_named }
   *[other] { $clients_named } et { $hidden } de plus
}
game-version = • version { ID($number) }, { $day } : { COUNT($count, "file") }, { COUNT($plays, "open-play") }
game-no-version = Il n’a pas encore de contenu.

## Boutons, et la fenêtre de la visibilité

game-show =
    .button = Ouvrir
game-visibility =
    .button = Choisir qui le voit
    .title = Qui voit un jeu
    .submit = Enregistrer
    .close = Annuler
game-visibility-of = Quels clients voient *{ $game }* ?
game-who =
    .label = Visible par
    .option = { $visibility ->
        [all] Tous les clients
        [only] Ces clients seulement
        [except] Tous les clients sauf ceux-ci
       *[own] Le client propriétaire seulement
    }
game-clients =
    .label = Ces clients
    .hint = Pour « ces clients seulement » et « sauf ceux-ci »
game-clients-many = { COUNT($count, "client") } sont nommés, plus que cette fenêtre n’en contient : rien ne change pour eux. Pour en nommer d’autres, écrivez `/credits game visibility "JEU" only CLIENT CLIENT`.
game-audience =
    .label = Les apprenants de ces clients qui peuvent y jouer
    .option = { $audience ->
        [everyone] Tous les apprenants
        [groups] Les groupes seulement
       *[nobody] Personne de nouveau
    }
game-names-nobody = Aucun client n’est nommé. Nommez-en au moins un, ou choisissez tous les clients.
game-names-needless = Avec `all` et `own`, aucun client n’est nommé. Pour en nommer, écrivez `only` ou `except`.
game-visibility-changed = :white_check_mark: Visibilité modifiée : *{ $game }*
game-visibility-same = *{ $game }* était déjà ainsi : rien n’a été changé.
game-visibility-was = Auparavant :

## En ajouter un

game-add =
    .title = Ajouter un jeu
    .submit = Ajouter
    .close = Annuler
game-file =
    .label = Zip
    .hint = SCORM 1.2 ou 2004, ou une page web avec un index.html à sa racine
game-title =
    .label = Titre
    .hint = Vide : celui que donne le zip
game-ordered = Lecture de « { $file } » en cours. Le résultat vous parviendra par message direct.
game-reading = Lecture de « { $file } » : { $found } %
game-added = :white_check_mark: Jeu ajouté : *{ $game }*, { COUNT($price, "credit") } la partie, visible par tous les clients.
game-added-next = Créez-en des packages avec `/credits package build`, ou choisissez qui le voit avec `/credits game visibility`.
game-refused = :no_entry: « { $file } » n’a pas été ajouté.
game-not-fetched = Slack ne donne pas « { $file } ». Déposez-le à nouveau avec `/credits game add`.
game-again = « { $file } » n’a pas pu être lu cette fois-ci. Un nouvel essai se fait sans vous.
