### /credits results : où en est un groupe, avec une image et un CSV, et où en est un apprenant.

usage-results = `/credits results [client] [groupe] [adresse]`
help-results = { usage-results }  où en est un groupe, avec une image et un fichier ; ou un apprenant
topic-results = `/credits results acme Printemps` dit combien d’apprenants d’un groupe n’ont pas commencé, jouent, ont terminé, réussi ou échoué, et leur score moyen ; une image arrive par message direct et, pour les propriétaires et les gestionnaires, un CSV avec l’état, le score, les minutes et la dernière visite de chacun. `/credits results acme Printemps ana@acme.example` montre un apprenant. Sans mots, une fenêtre demande le groupe.

results-form =
    .title = Résultats d’un groupe
    .submit = Montrer
    .close = Annuler
results-head = *{ $group }*, { $client }, { $game } : { COUNT($registered, "learner") }
results-nobody = Personne n’y est encore inscrit.
results-state = { $stage ->
    [registered] { $count } à commencer
    [started] { $count } en cours
    [completed] { $count ->
        [one] { $count } terminée
       *[other] { $count } terminées
    }
    [passed] { $count ->
        [one] { $count } réussie
       *[other] { $count } réussies
    }
    [failed] { $count ->
        [one] { $count } échouée
       *[other] { $count } échouées
    }
   *[removed] { $count ->
        [one] { $count } retirée
       *[other] { $count } retirées
    }
}
results-mean = Score moyen : { results-points }
results-points = { $value ->
    [one] { NUMBER($value, maximumFractionDigits: 1) } point
   *[other] { NUMBER($value, maximumFractionDigits: 1) } points
}
results-arrive = { $has_file ->
    [yes] Une image et un CSV de chaque apprenant vous arrivent par message direct.
   *[no] Une image vous arrive par message direct. Le détail par apprenant est pour les propriétaires et les gestionnaires.
}
results-none = *{ $given }* n’a pas de partie chez { $client }.
results-learner = *{ $given }*, { $client } :
results-play = • { $game }, { $group } : { $stage ->
    [registered] à commencer
    [started] en cours
    [completed] terminée
    [passed] réussie
    [failed] échouée
   *[removed] retirée
}, { $score }, { COUNT($minutes, "minute") } de jeu, dernière visite : { $seen }
results-no-score = sans score
results-never = jamais

results-heading = { $group }, { $day }
results-by-state = Les parties selon leur avancement
results-by-score = Les parties selon leur score
results-bar = { $stage ->
    [registered] À commencer
    [started] En cours
    [completed] Terminée
    [passed] Réussie
    [failed] Échouée
   *[removed] Retirée
}
results-file = resultats
results-picture =
    .alt = Barres des parties du groupe { $group } selon leur avancement : { $shown }. Le CSV les contient un par un.
results-headings = Adresse, Nom, Jeu, Groupe, Partie, État, Score, Minutes, Inscription, Fin, Dernière visite
