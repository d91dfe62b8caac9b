### /credits team

team-usage = L’équipe s’affiche avec `/credits team`. Un propriétaire ajoute un membre avec `/credits team add @quelqu’un owner|manager|viewer [limite]`, et en retire un avec `/credits team remove @quelqu’un`.
team-list = Les membres du compte :
team-line = • *{ $member }*, { $email } : { $role }
team-limit = au plus { CREDITS($most) } à la fois
team-added = Fait désormais partie de l’équipe :
team-removed = *{ $member }* n’est plus membre.
team-no-mention = « { $given } » ne désigne personne. Mentionnez la personne, avec un @ devant son nom, et choisissez-la dans la liste de Slack.
team-no-person = { $given } ne peut pas être membre. Choisissez une personne de cet espace de travail qui a une adresse e-mail dans Slack.
team-no-member = { $given } n’est pas membre. `/credits team` énumère ceux qui le sont.

team-add =
    .title = Ajouter un membre
    .submit = Ajouter
    .close = Annuler
team-person =
    .label = Personne
team-role =
    .label = Rôle
team-most =
    .label = Crédits à la fois
    .hint = Ce qu’un gestionnaire attribue au plus sans l’accord d’un propriétaire ; vide, sans limite.
