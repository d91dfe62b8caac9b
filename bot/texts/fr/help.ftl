### /credits help, /credits seul et /credits whoami. Chaque sous-commande a une ligne et un sujet.

## Comment se tape chaque commande

usage-status = `/credits status [client]`
usage-allocate = `/credits allocate [client] [crédits] [référence] [commentaire]`
usage-help = `/credits help`
usage-whoami = `/credits whoami`
usage-client = `/credits client add|edit|list|show [client]`
usage-team = `/credits team [add|remove|list]`
usage-history = `/credits history [client] [du] [au]`

command-meant = Vouliez-vous dire `{ $command } { $meant }` ?

## Une ligne pour chacune

help-first = Ce que vous pouvez taper ; `/credits help allocate` en dit plus sur une commande. Rien de définitif n’est fait sans vous avoir été montré.
help-status = { usage-status }  les crédits en attente d’attribution et les clients bientôt à court, ou les crédits d’un client
help-allocate = { usage-allocate }  attribuer des crédits à un client ; tout vous est montré avant d’être définitif
help-help = `/credits help [sujet]`  cette liste, ou tout sur une commande
help-whoami = { usage-whoami }  qui vous êtes ici, et ce que vous pouvez faire
help-client = { usage-client }  les clients : en ajouter un, en modifier un, les consulter
help-team = { usage-team }  les membres du compte, et ce que chacun peut faire
help-history = { usage-history }  les mouvements en attente d’attribution ou d’un client, avec le solde après chacun, aussi en fichier
help-quotes = Mettez entre guillemets un nom de plusieurs mots. Pour 20 apprenants, il faut { CREDITS(120) }.
help-unknown = Il n’y a pas de sujet « { $given } ». Il y en a un pour chacun de ceux-ci : { $topics }.

## Un sujet pour chacune

topic-status = Seule, elle montre les crédits en attente d’attribution, les totaux de tous les clients et les premiers à court de crédits. Avec un client, ce qui lui a été attribué, ce qu’il a consommé, ce qui lui reste et pour combien de temps. Un client se trouve par son alias, son nom ou un début qui ne désigne que lui : `/credits status acme`
topic-allocate = `/credits allocate acme 120 PO-7 rentrée` montre les deux soldes qui en résultent ; rien ne bouge avant que vous n’appuyiez sur le bouton, et une attribution est définitive. S’il manque des mots, une fenêtre les demande. Écrivez les nombres en chiffres et sans espace. Une référence a au plus 100 caractères, un commentaire { COUNT(1000, "character") }. Au-delà de votre limite, la demande va aux propriétaires ; qui ne peut pas attribuer de crédits le demande à ceux qui le peuvent.
topic-help = Chaque commande a son sujet : `/credits help history`
topic-whoami = Votre nom, votre rôle et votre limite, et tout ce que votre rôle permet.
topic-client = `/credits client list` énumère les clients, `/credits client show acme` en montre un avec ses crédits, ses packages et ses derniers mouvements. `/credits client add` ouvre une fenêtre, `/credits client edit acme` aussi. En une ligne : `/credits client add "Acme Learning" acme scorm`, `/credits client edit acme name "Acme Academy" country FR` ; aussi `access`, `time-zone`, `vat-id` et, pour son Campus, `colour`, `accent` et `leaderboard`. L’accès ne change plus dès qu’un apprenant est entré.
topic-team = `/credits team` énumère les membres. Un propriétaire en ajoute un avec `/credits team add @quelqu’un manager 600`, où 600 est le nombre de crédits qu’il attribue au plus à la fois sans l’accord d’un propriétaire ; les rôles sont owner (propriétaire), manager (gestionnaire) et viewer (lecteur). `/credits team remove @quelqu’un` retire un membre. Ajouter un membre à nouveau change son rôle et sa limite.
topic-history = Les jours s’écrivent 2026-11-24 ou 24/11/2026, ou en un mois : `/credits history acme novembre`. Avec un seul jour, le relevé commence là. Sans client, c’est celui des crédits en attente d’attribution. Un bouton vous l’envoie en entier, en fichier CSV.

## /credits seul

front-help = Que souhaitez-vous faire ?
    .button = Aide
front-allocate =
    .button = Attribuer des crédits
front-status =
    .button = Tous les soldes
front-clients =
    .button = Clients
front-history =
    .button = Relevé

## /credits whoami

whoami-member = Vous êtes *{ $member }*, { $email } : { $role } du compte { $account }.
whoami-acts = Vous pouvez { $acts }.
whoami-limit = Vous attribuez au plus { CREDITS($most) } à la fois ; au-delà, il faut l’accord d’un propriétaire.

role-owner = propriétaire
role-manager = gestionnaire
role-viewer = lecteur

count-character = { $count ->
    [one] { $count } caractère
    [many] { $count } de caractères
   *[other] { $count } caractères
}
