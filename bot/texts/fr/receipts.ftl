### Les reçus, et l’argent rendu.

receipt-comes = Le reçu { ID($receipt) } est joint en PDF.
receipt-is-here = Le reçu { ID($receipt) }, que vous avez demandé.
receipt-file = recu-{ ID($receipt) }.pdf
receipt-line = Reçu { ID($receipt) }, { $day } : commande { ID($number) }, { CREDITS($credits) }, { MONEY($total_cents) }
receipt-send =
    .button = Reçu { ID($receipt) } en PDF
receipts-head = Les reçus, du plus récent au plus ancien :
receipts-more = { $hidden ->
    [one] et { $hidden } autre, à voir
   *[other] et { $hidden } autres, à voir
} avec `/credits history receipts`
receipts-none = Il n’y a pas encore de reçu : le premier arrive avec le premier paiement.

refund-told = { $kind ->
    [dispute] :warning: Le paiement de la commande { ID($number) } est contesté, et { MONEY($cents) } ont été rendus
   *[refund] :warning: { MONEY($cents) } de la commande { ID($number) } ont été remboursés
} : *{ CREDITS($credits) }* sont repris avec cette somme.
refund-owed = Il en restait moins en attente d’attribution, et aucun client n’en rend : { CREDITS($owed) } sont dus, et seront pris sur le prochain achat.
refund-won = :white_check_mark: La contestation de la commande { ID($number) } est close, et { MONEY($cents) } sont de nouveau payés : ce qui avait été repris de *{ CREDITS($credits) }* est de nouveau en attente d’attribution, et plus rien n’en est dû.
status-owed = :warning: { CREDITS($owed) } sont dus depuis un remboursement, et seront pris sur le prochain achat.
