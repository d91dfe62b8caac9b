### obole outbox

count-attempt = { $count ->
    [one] { $count } attempt
   *[other] { $count } attempts
}
count-dead-letter = { $count ->
    [one] { $count } dead letter
   *[other] { $count } dead letters
}
count-waiting-delivery = { $count ->
    [one] { $count } delivery waits
   *[other] { $count } deliveries wait
}
