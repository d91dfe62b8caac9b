### /credits allocate: the preview, the press, and what it came to.

allocate-usage = Une attribution nomme un client et un nombre de crédits : { usage-allocate }
allocate-example = Par exemple `/credits allocate acme 120 PO-7`, soit { CREDITS(120) }.

allocate-preview = Attribuer *{ CREDITS($credits) }* à *{ $client }*{ allocation-labels } ?
allocate-final = Une attribution est définitive : aucun crédit ne revient d’un client.
allocate-confirm =
    .button = Attribuer
allocate-cancel =
    .button = Annuler

allocate-done = Attribution faite : *{ CREDITS($credits) }* à *{ $client }*{ allocation-labels }.
allocate-repeat = Attribution déjà faite : *{ CREDITS($credits) }* à *{ $client }*{ allocation-labels }. Rien n’a changé cette fois-ci.
allocate-repeat-status = `/credits status` montre les soldes actuels.
allocate-cancelled = Annulé : rien n’a été attribué.
allocate-not-yours = Ceci a été montré à quelqu’un d’autre, et rien n’a été changé. Tapez la commande vous-même.
allocate-too-old = Ceci date de plus d’un jour, et rien n’a été changé. Tapez la commande à nouveau.
