### Words that the core says of its own, put into sentences.

## What a role allows, after "peut" or "peuvent"

act-see-balances = consulter les soldes
act-allocate-credits = attribuer des crédits
act-order-credits = commander des crédits
act-add-clients = ajouter des clients
act-add-games = ajouter des jeux
act-build-packages = créer des packages
act-change-packages = modifier des packages
act-add-members = ajouter des membres
act-set-thresholds = fixer des seuils
act-archive-clients = archiver des clients
act-move-learners = transférer des apprenants
act-erase-learners = effacer des apprenants
act-export-the-account = exporter le compte
act-confirm-payments = confirmer des paiements
act-set-prices = fixer des prix

## What a text was given for

field-alias = alias
field-comment = commentaire
field-country = pays
field-e-mail-address = adresse e-mail
field-idempotency-key = clé d’idempotence
field-name = nom
field-payment-reference = référence de paiement
field-reference = référence
field-slack-workspace = espace de travail Slack
field-title = titre
field-vat-id = numéro de TVA

## The facts of an act that is done once under its key

fact-act = opération
fact-by = auteur
fact-client = client
fact-comment = commentaire
fact-credits = crédits
fact-reference = référence

## What a zip has too much of

measure-files = fichiers
measure-bytes = octets
measure-ratio = de taux de compression
measure-bytes-in-its-directory = octets dans son répertoire

## How an order stands

state-paid = payée
state-pending = en attente

act-approve-allocations = approuver des attributions
act-change-clients = modifier des clients
act-change-members = modifier des membres
act-choose-what-becomes-of-open-plays = choisir ce que deviennent les parties ouvertes
act-set-the-digest = régler le récapitulatif
act-show-previews = montrer des aperçus
act-snooze-alerts = mettre des alertes en pause
measure-days = jours
measure-openings = ouvertures
verdict-approved = approuvé
verdict-declined = refusé
act-choose-where-alerts-go = choisir où vont les alertes
