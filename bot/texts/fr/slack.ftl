### Who may speak in Slack, what a command is, and what goes wrong on the way.

caller-no-account = Cet espace de travail Slack n’est relié à aucun compte d’Obole. Demandez à un opérateur de le relier.
caller-stranger = Seules les personnes de cet espace de travail peuvent utiliser Obole ici. Adressez-vous à l’une d’elles.
caller-no-member = Votre utilisateur Slack { $user } n’est pas membre du compte. Demandez à un propriétaire de vous ajouter avec `/credits team add`.

command-unclosed-quote = Un guillemet n’est pas fermé. Fermez-le après le dernier mot qu’il concerne.
command-unknown = La commande `{ $command } { $given }` n’existe pas. { usage-help } dit celles qui existent.

failed = Une erreur s’est produite de notre côté ; son numéro est { $number }.

answer-too-late = Cela a pris trop de temps, et Slack n’ouvre plus de fenêtre. Recommencez.
answer-outdated = Ceci vient d’une version plus ancienne d’Obole, et rien n’a été changé. Tapez `/credits`.
