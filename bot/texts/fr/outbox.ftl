### obole outbox

count-attempt = { $count ->
    [one] { $count } tentative
    [many] { $count } de tentatives
   *[other] { $count } tentatives
}
count-dead-letter = { $count ->
    [one] { $count } envoi abandonné
    [many] { $count } d’envois abandonnés
   *[other] { $count } envois abandonnés
}
count-waiting-delivery = { $count ->
    [one] { $count } envoi en attente
    [many] { $count } d’envois en attente
   *[other] { $count } envois en attente
}
