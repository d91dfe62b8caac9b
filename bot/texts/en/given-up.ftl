### What a member asked for, and the worker could not send or do

given-up = :warning: { $what ->
    [game] “{ $file }” was not added
    [history] The file of the movements was not sent
    [package] The zip of the package was not sent
    [registration] The learners were not registered
    [results] The results were not sent
    [roster] The learners of “{ $file }” were not read
    [receipt] The receipt of a payment was not sent as a PDF
   *[report] The report was not sent
}: { $is_forbidden ->
    [yes] this workspace lets Obole upload no files. Have one of its administrators allow that, then ask again with
   *[no] it went wrong every time it was tried. Ask again with
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
