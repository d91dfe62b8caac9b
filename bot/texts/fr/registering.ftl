### /credits register et /credits remove : des apprenants dans un groupe, et hors de lui.

usage-register = `/credits register [client] [groupe] [adresse]…`
help-register = { usage-register }  inscrire des apprenants dans un groupe, par leurs adresses ou un CSV ; tout vous est montré d’abord
topic-register = `/credits register` ouvre une fenêtre qui prend le groupe et des adresses collées, ou un CSV ; `/credits register acme Printemps ana@acme.example bob@acme.example` en prend quelques-unes en une ligne. Pour un CSV déposé dans les messages directs d’Obole, le groupe vous est demandé. Ses colonnes se reconnaissent à leurs titres (email, nom, langue, aussi en anglais ou en espagnol), ou sans titre. Vous voyez qui est nouveau, qui est déjà inscrit, ce qui est illisible et ce que cela coûte avant que rien ne soit fait. L’inscription consomme les crédits à ce moment-là, que les apprenants commencent ou non. Qui a une partie ouverte la garde, sans frais ; une nouvelle partie après une partie terminée se paie à nouveau, et la question vous est posée.
usage-remove = `/credits remove CLIENT GROUPE ADRESSE`
help-remove = { usage-remove }  retirer un apprenant d’un groupe ; aucun crédit ne revient
topic-remove = `/credits remove acme Printemps ana@acme.example` montre d’abord ce que cela implique. Qui est retiré ne joue plus et ne reçoit plus de rappel ; les crédits restent consommés, que l’apprenant ait commencé ou non. Inscrit à nouveau tant que sa partie est ouverte, il la retrouve sans frais.

## La fenêtre

register-form =
    .title = Inscrire des apprenants
    .submit = Voir d’abord
    .close = Annuler
register-group =
    .label = Groupe
    .hint = Tapez une partie de son nom. Pour en créer un : /credits group make
register-addresses =
    .label = Adresses
    .hint = Une par ligne, aussi avec un nom : Ana Pérez, ana@acme.example
register-file =
    .label = Ou un CSV
    .hint = S’il y en a beaucoup : les adresses, avec les noms et les langues si vous les avez
register-file-kept = Les apprenants de « { $file } »
register-nothing = Collez des adresses, ou choisissez un fichier.
register-both = Donnez soit des adresses, soit un fichier, et le reste une autre fois.
register-reading = Lecture de « { $file } »…
register-ordered = Lecture de « { $file } » en cours. Ce qu’il en résulterait vous sera montré par message direct, avant que rien ne soit fait.
register-not-fetched = Slack ne donne pas « { $file } ». Choisissez-le à nouveau avec { usage-register }.
register-not-read = :no_entry: « { $file } » n’a pas été pris.
register-again = « { $file } » n’a pas pu être lu cette fois-ci. Un nouvel essai se fait sans vous.

## L’aperçu

register-preview = Inscrire *{ COUNT($count, "learner") }* dans *{ $group }*, { $game }, { $client }, pour *{ $cost }* ?
register-free = Remettre *{ COUNT($count, "learner") }* dans *{ $group }*, { $game }, { $client }, sans aucun crédit ?
register-nobody = Personne n’est à inscrire dans *{ $group }*, { $game }, { $client } : rien n’est fait, rien n’est facturé.
register-already = • { $count ->
    [one] { $count } a déjà une partie ouverte et la garde, sans frais
   *[other] { $count } ont déjà une partie ouverte et la gardent, sans frais
} : { $shown }
register-returned = • { $count ->
    [one] { $count } avait été retiré et revient, sans frais
   *[other] { $count } avaient été retirés et reviennent, sans frais
} : { $shown }
register-over = • { $count ->
    [one] { $count } a terminé une partie ; une nouvelle se paierait à nouveau
   *[other] { $count } ont terminé une partie ; une nouvelle se paierait à nouveau
} : { $shown }
register-anew = • { $count ->
    [one] { $count } a déjà terminé une partie, et cette nouvelle partie se paie à nouveau
   *[other] { $count } ont déjà terminé une partie, et cette nouvelle partie se paie à nouveau
} : { $shown }
register-invalid = • { $count ->
    [one] { $count } ligne ne peut pas être prise
   *[other] { $count } lignes ne peuvent pas être prises
} : { $shown }
register-duplicates = • { $count ->
    [one] { $count } ligne répète une adresse
   *[other] { $count } lignes répètent une adresse
} : { $shown }
register-invalid-line = { ID($line) } (« { $given } » : { $flaw })
register-no-address = pas d’adresse
register-bad-address = pas une adresse e-mail
register-and-more = { $shown } et { $hidden } de plus
register-client-then = { $client } aura ensuite { $available_plays }.
register-client-now = { $client } a désormais { $available_plays }.
register-pool = En attente d’attribution, inchangé : { CREDITS($pool) }.
register-final = C’est définitif : les crédits sont consommés tout de suite, que les apprenants commencent ou non, et chacun reçoit une invitation par e-mail.
register-confirm =
    .button = Inscrire { COUNT($count, "learner") }
register-return =
    .button = Remettre { COUNT($count, "learner") }
register-with-new-plays =
    .button = Avec une nouvelle partie pour { $count }
register-cancel =
    .button = Annuler
register-show-again =
    .button = Montrer à nouveau
register-allocate =
    .button = Attribuer { COUNT($credits, "credit") }
register-short = La liste est gardée un jour : faites-la montrer à nouveau une fois les crédits attribués.

## Ce qu’il en est résulté

register-at-work = Inscription en cours dans *{ $group }* : { COUNT($count, "learner") }. Le résultat vous parviendra par message direct.
register-progress = Inscription de { COUNT($count, "learner") } dans *{ $group }* : { $found } %
register-done = :white_check_mark: Inscription faite dans *{ $group }*, { $client } : *{ COUNT($count, "learner") }* pour *{ $cost }*. Les invitations partent.
register-done-free = :white_check_mark: *{ COUNT($count, "learner") }* de retour dans *{ $group }*, { $client }, sans aucun crédit.
register-refused = :no_entry: Personne n’a été inscrit dans *{ $group }*.
register-failed = Personne n’a été inscrit dans *{ $group }* cette fois-ci. Un nouvel essai se fait sans vous.
register-repeat = Inscription déjà faite dans *{ $group }*, { $client } : *{ COUNT($count, "learner") }* pour *{ $cost }*. Rien n’a changé cette fois-ci.
register-cancelled = Annulé : personne n’a été inscrit.

## Retirer

remove-form =
    .title = Retirer un apprenant
    .submit = Voir d’abord
    .close = Annuler
remove-address =
    .label = Adresse
    .hint = Telle qu’elle a été inscrite
remove-preview = Retirer *{ $given }* de *{ $group }*, { $client } ?
remove-never-started = Cette personne n’a jamais commencé. Même ainsi, son inscription reste consommée : { COUNT($credits, "credit") } qui ne reviennent pas.
remove-started = Cette personne a commencé. Elle ne pourra pas continuer, et son inscription reste consommée : { COUNT($credits, "credit") } qui ne reviennent pas.
remove-reversible = Inscrite à nouveau tant que sa partie est ouverte, elle la reprend sans frais.
remove-confirm =
    .button = Retirer
remove-done = *{ $given }* n’est plus dans *{ $group }*. Aucun crédit n’est revenu.
remove-cancelled = Annulé : cette personne reste dans le groupe.

## Fichiers et mots dans les messages directs

dropped-file = Inscrire les apprenants de « { $file } » ? Dites dans quel groupe ; ce qu’il en résulterait vous sera montré avant que rien ne soit fait.
dropped-choose =
    .button = Choisir le groupe
dropped-not-taken = « { $file } » n’est pas un CSV : aucun apprenant ne peut y être lu. Un tableur en produit : enregistrez-le au format CSV, et déposez ce fichier ici.
dropped-words = Personne ne lit ce qui est écrit ici. { usage-help } dit ce qui peut être tapé ; un CSV d’apprenants peut être déposé ici pour les inscrire.
