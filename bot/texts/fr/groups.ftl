### /credits group : les apprenants d’un client qui jouent ensemble à un jeu.

usage-group = `/credits group`
help-group = { usage-group }  les groupes d’apprenants d’un Campus : les énumérer, en créer, les modifier
topic-group = `/credits group make acme "Le passeur" "Printemps 2027" 2027-03-01 2027-06-30` crée un groupe : un client qui a un Campus, un jeu, un nom, puis un début et une fin à l’heure du client ; s’il manque des mots, une fenêtre les demande. Les apprenants y jouent du début à la fin. `/credits group show acme Printemps` en montre un, avec des boutons pour inscrire des apprenants et voir leurs résultats. `/credits group edit acme Printemps end 2027-07-15 minutes 90` le modifie : name (nom), start (début), end (fin), extended (prolongation) et minutes, le temps de jeu de chacun en tout. `/credits group extend acme Printemps 2027-07-31` laisse jouer après la fin ceux qui y sont ; personne de nouveau n’y entre.
group-usage = Un groupe réunit les apprenants d’un client qui jouent à un même jeu :
usage-group-list = `/credits group list [client]`
usage-group-make = `/credits group make CLIENT "JEU" "NOM" [DÉBUT] [FIN]`, ou `/credits group make` seul, pour un formulaire
usage-group-show = `/credits group show CLIENT GROUPE`
usage-group-edit = `/credits group edit CLIENT GROUPE [CHAMP VALEUR]…`, ou le groupe seul, pour un formulaire
usage-group-extend = `/credits group extend CLIENT GROUPE JOUR`

group-none = Il n’y a pas encore de groupe.
group-count = { COUNT($count, "group") }
group-more = et { $count } de plus, ceux de chaque client avec `/credits group list CLIENT`
group-line = *{ $group }*, { $client } : { $kind ->
    [open] ouvert à tous les apprenants
   *[made] { $game }
}, { $stage ->
    [planned] prévu
    [open] ouvert
   *[ended] terminé
}, { $span } ; { COUNT($registered, "learner") }, { COUNT($completed, "completed-play") }
group-span = { $ending ->
    [none] à partir du { $starts }, sans fin
    [ends] du { $starts } au { $ends }
   *[extended] du { $starts } au { $ends }, prolongé jusqu’au { $extended }
}
count-completed-play = { $count ->
    [one] { $count } partie terminée
    [many] { $count } de parties terminées
   *[other] { $count } parties terminées
}
group-minutes = Chaque apprenant peut jouer { COUNT($minutes, "minute") } en tout.
group-campus = Ses apprenants jouent à l’adresse { $url }
group-made = :white_check_mark: Groupe créé : *{ $group }*.
group-changed = :white_check_mark: Groupe modifié : *{ $group }*.
group-fields = Après le groupe, donnez ce qui change et sa nouvelle valeur, par paires ; `none` supprime une fin, une prolongation ou les minutes. Ce qui peut changer : { $fields }.

group-open =
    .button = Ouvrir
group-register =
    .button = Inscrire des apprenants
group-results =
    .button = Résultats

## Les fenêtres

group-make =
    .button = Créer un groupe
    .title = Créer un groupe
    .submit = Créer
    .close = Annuler
group-edit =
    .button = Modifier
    .title = Modifier un groupe
    .submit = Enregistrer
group-client =
    .label = Client
    .hint = Un client qui a un Campus ; tapez une partie de son nom. Sous SCORM, les packages inscrivent.
group-name =
    .label = Nom
    .hint = Les apprenants le voient.
group-day =
    .label = { $edge ->
        [starts] Premier jour
        [ends] Dernier jour
       *[extended] Prolongé jusqu’au
    }
    .hint = { $edge ->
        [starts] Vide : tout de suite
        [ends] Vide : sans fin
       *[extended] Ceux qui y sont jouent jusque-là ; personne de nouveau n’y entre.
    }
group-hour =
    .label = { $edge ->
        [starts] À partir de
        [ends] Jusqu’à
       *[extended] Jusqu’à
    }
    .hint = À l’heure du client. Vide : toute la journée
group-minutes-most =
    .label = Minutes de jeu
    .hint = Le plus que chaque apprenant joue en tout. Vide : autant qu’il veut
group-no-minutes = « { $given } » n’est pas un nombre entier de minutes.
