### /credits history

history-head = Les mouvements { $wallet ->
    [client] du client *{ $client }*
   *[pool] des crédits en attente d’attribution
}, les plus récents d’abord :
history-line = • { $at } : { $kind }, { $came_in ->
    [yes] entrée de { $credits }
   *[no] sortie de { $credits }
}, solde de { CREDITS($available) }
history-by = , par { $member }
history-empty = Il n’y en a pas dans cette période.
history-sums = { COUNT($count, "movement") } en tout : { $allocated } en entrée, { $consumed } en sortie, { CREDITS($available) } à la fin.
history-newer =
    .button = Plus récents
history-older =
    .button = Plus anciens
history-file =
    .button = M’envoyer le fichier
history-file-is-here = Les mouvements que vous avez demandés.
history-file-ordered = Le fichier { $file } est en préparation. Il vous arrivera en message direct.
history-headings = Numéro, Jour, Heure, Mouvement, Crédits, Solde, Auteur, Référence, Commentaire, Apprenant
history-no-day = « { $given } » n’est pas un jour. Écrivez 2026-11-24, 24/11/2026 ou le nom d’un mois, deux au plus après le client.

kind-purchase = achat
kind-allocation = attribution
kind-consumption = consommation
kind-refund = remboursement

count-movement = { $count ->
    [one] { $count } mouvement
    [many] { $count } de mouvements
   *[other] { $count } mouvements
}
