### Ce qu’un membre a demandé, et que le worker n’a pu ni envoyer ni faire

given-up = :warning: { $what ->
    [game] « { $file } » n’a pas été ajouté
    [history] Le fichier des mouvements n’a pas été envoyé
    [package] Le zip du package n’a pas été envoyé
    [registration] Les apprenants n’ont pas été inscrits
    [results] Les résultats n’ont pas été envoyés
    [roster] Les apprenants de « { $file } » n’ont pas été lus
    [receipt] Le reçu d’un paiement n’a pas été envoyé en PDF
   *[report] Le rapport n’a pas été envoyé
} : { $is_forbidden ->
    [yes] cet espace de travail ne laisse pas Obole déposer de fichiers. Faites-le autoriser par un administrateur, puis redemandez avec
   *[no] chaque tentative a échoué. Redemandez avec
} { $what ->
    [game] `/credits game add`
    [history] `/credits history`
    [package] `/credits package send`
    [registration] `/credits register`
    [results] `/credits results`
    [roster] `/credits register`
    [receipt] `/credits history receipts`
   *[report] `/credits report`
}.
