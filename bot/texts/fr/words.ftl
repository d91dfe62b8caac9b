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
act-refund-payments = rembourser des paiements
act-cancel-orders = annuler des commandes
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
fact-cents = montant
fact-client = client
fact-comment = commentaire
fact-credits = crédits
fact-order = commande
fact-reference = référence

## What a zip has too much of

measure-files = fichiers
measure-bytes = octets
measure-ratio = de taux de compression
measure-bytes-in-its-directory = octets dans son répertoire

## How an order stands

state-expired = expirée
state-failed = échouée
state-paid = payée
state-pending = en attente
state-quoted = chiffrée
state-refunded = remboursée

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

## Ce qu’un package permet

option-burst = afflux
option-cap = inscriptions au maximum
option-ends = fin
option-language = langue
option-learners = apprenants
option-origins = adresses des LMS
option-pass-mark = note de réussite
option-previews-a-day = aperçus par jour

## Ce qui ne va pas dans une option

flaw-ends-before-it-starts = le package prendrait fin avant de s’ouvrir
flaw-no-burst = il faut un nombre d’apprenants, au moins 1, et un nombre de minutes
flaw-no-cap = il en faut au moins 1
flaw-no-such-language = les langues possibles sont { $candidates }
flaw-no-learners = la liste est vide
flaw-no-minutes-of-a-burst = un afflux se compte sur 1 à { $most } minutes
flaw-no-number-of-previews = il en faut au moins 0
flaw-no-origin = « { $given } » n’est pas une adresse comme https://lms.example
flaw-no-origins = aucune adresse n’est donnée
flaw-no-pass-mark = elle va de 0 à 100 points
flaw-no-pattern = un modèle a de 1 à { $most } caractères
flaw-unmeasured-burst = rien ne dit combien de nouveaux apprenants font un afflux

## Ce qui ne va pas dans un manifeste

flaw-another-root = son élément racine n’est pas manifest
flaw-another-server = quelque chose y est lancé depuis un autre serveur
flaw-another-standard = son schemaversion est « { $given } », ni SCORM 1.2 ni SCORM 2004
flaw-entities = il déclare des entités, dont aucun manifeste n’a besoin
flaw-no-address = le href d’un de ses SCO n’est pas une adresse
flaw-no-href = un de ses SCO n’a pas de href
flaw-no-identifier = l’identifiant de l’élément numéro { ID($number) } manque ou n’en est pas un
flaw-no-xml = son XML est mal formé, à la ligne { ID($line) }, caractère { ID($column) }
flaw-same-identifier = deux de ses éléments ont l’identifiant « { $given } »
flaw-too-many-bytes = il a { $found } octets, pour { $most } au maximum

## Ce qui ne va pas dans une liste de prix

flaw-late-first-step = son premier palier doit commencer à 1 crédit
flaw-no-step = « { $given } » n’est pas un palier
flaw-step-out-of-bounds = le palier { $given } doit commencer entre 1 et { $most } crédits et coûter de { $cheapest } à { $dearest } centimes le crédit
flaw-step-out-of-order = le palier { $given } doit commencer plus tard et ne pas coûter plus que le précédent

act-make-groups = créer des groupes
act-register-learners = inscrire des apprenants
act-see-learners = voir les résultats de chaque apprenant
fact-group = groupe
fact-learners = apprenants
fact-new-plays = choix des nouvelles parties

## Ce qui ne va pas dans un groupe

flaw-end-before-its-start = il prendrait fin avant de commencer
flaw-end-has-passed = sa fin est passée, et ce qui est terminé le reste
flaw-end-in-the-past = il prendrait fin dans le passé
flaw-extension-before-its-end = il serait prolongé jusqu’à une date qui précède sa fin
flaw-extension-without-an-end = il n’a pas de fin à prolonger
flaw-no-such-time = un apprenant joue de 1 à { $most } minutes

## Ce qui ne va pas dans une liste d’apprenants

flaw-a-workbook = c’est un classeur, à enregistrer d’abord au format CSV
flaw-no-lines = elle ne contient personne
flaw-no-text = ce n’est pas un texte ; enregistrez-la d’abord au format CSV
flaw-file-too-large = elle a { $found } octets, pour { $most } au maximum
flaw-too-many-lines = elle a { $found } apprenants, pour { $most } au maximum à la fois
