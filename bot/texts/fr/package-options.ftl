### Les options d’un package : les champs de leur fenêtre, et chacune en une ligne.

package-options-of = { package-this }. Ce que vous enregistrez vaut dès le prochain lancement, sans nouveau dépôt.
package-options-saved = :white_check_mark: Modifié : { package-this }
package-options-same = { package-this } : rien n’a été changé.
package-option-changed = • { $before } → *{ $after }*
package-not-a-number = « { $given } » n’est pas un nombre entier. Écrivez-le en chiffres seuls, par exemple 1000, ou laissez vide.

## Groupes

package-when =
    .header = Quand il s’ouvre
package-who =
    .header = Qui peut entrer
package-how =
    .header = Comment on y joue
package-guard =
    .header = Protection

## Champs

package-state =
    .label = État
    .option = { $state ->
        [enabled] Activé
       *[closed] Fermé aux nouveaux apprenants
    }
package-day =
    .label = { $edge ->
        [starts] À partir du jour
       *[ends] Jusqu’au jour
    }
package-hour =
    .label = { $edge ->
        [starts] À partir de l’heure
       *[ends] Jusqu’à l’heure
    }
    .hint = À l’heure de { $zone }
package-number =
    .label = { $kind ->
        [cap] Inscriptions au maximum
        [pass-mark] Note de réussite
        [burst-most] Nouveaux apprenants d’un afflux
        [burst-minutes] Minutes d’un afflux
       *[previews-a-day] Aperçus par jour
    }
    .hint = { $kind ->
        [cap] Vide : sans limite
        [pass-mark] De 0 à 100 points ; vide : le jeu décide
        [burst-most] Au-delà, leur nombre est inhabituel ; vide : personne ne compte
        [burst-minutes] En tant de minutes
       *[previews-a-day] Lancements en mode aperçu du LMS, non facturés (UTC)
    }
package-admission =
    .label = Apprenants
    .option = { $kind ->
        [anyone] Tous ceux que le LMS envoie
        [listed] Ceux de la liste
       *[pattern] Les identifiants d’un modèle
    }
package-pattern =
    .label = Modèle d’identifiants
    .hint = L’étoile vaut un texte quelconque, le point d’interrogation un caractère, comme dans *@acme.example
package-lmss =
    .label = LMS
    .option = { $kind ->
        [any] Tous
        [listed] Ceux de la liste
       *[first] Celui du premier lancement facturé
    }
package-listed =
    .label = Adresses des LMS
    .hint = Une par ligne, par exemple https://lms.acme.example
package-listed-many = { COUNT($count, "address") } de LMS, plus que cette fenêtre n’en contient : elles restent telles quelles. On les modifie dans un terminal.
count-address = { $count ->
    [one] { $count } adresse
    [many] { $count } d’adresses
   *[other] { $count } adresses
}
package-forget =
    .label = Son LMS
    .option = L’oublier : le prochain lancement facturé le fixe
    .hint = Il est lié à { $origin }.
package-again =
    .label = Après une partie
    .option = { $kind ->
        [review] La revoir, gratuitement
        [new-play] Une nouvelle partie, facturée si elle est demandée
       *[refused] Rien
    }
package-reports =
    .label = Transmis au LMS
    .option = { $kind ->
        [pass-fail] Réussite ou échec
       *[completion] L’achèvement seul
    }
package-place =
    .label = Le jeu s’ouvre
    .option = { $kind ->
        [frame] Dans le cadre du LMS
       *[window] Dans une fenêtre, par un clic
    }
package-spoken =
    .label = Langue de nos pages
    .option = { $kind ->
        [browser] Celle du navigateur
        [en] Anglais
        [fr] Français
       *[es] Espagnol
    }
package-holds =
    .label = En cas d’afflux
    .option = Faire attendre les nouveaux, sans facturer
    .hint = Sinon ils entrent, et les propriétaires sont avertis.

## Chacune en une ligne

package-is-enabled = { $is_enabled ->
    [yes] activé
   *[no] désactivé
}
package-is-closed = { $is_closed ->
    [yes] fermé aux nouveaux apprenants
   *[no] ouvert aux nouveaux apprenants
}
package-starts = { $has_day ->
    [yes] s’ouvre le { $at }
   *[no] s’ouvre aussitôt
}
package-ends = { $has_day ->
    [yes] prend fin le { $at }
   *[no] sans fin
}
package-cap = { $has_cap ->
    [yes] au maximum { COUNT($count, "registration") }
   *[no] sans limite d’inscriptions
}
package-origins = { $origins ->
    [any] depuis tous les LMS
    [listed] depuis { $listed }
   *[first] depuis le LMS du premier lancement facturé ({ $listed })
}
package-admits = { $admits ->
    [anyone] pour tous ceux que le LMS envoie
    [listed] pour les apprenants de la liste
   *[pattern] pour les identifiants comme { $given }
}
package-replays = { $replays ->
    [review] après une partie : la revoir, gratuitement
    [new-play] après une partie : une nouvelle, facturée
   *[refused] après une partie : rien
}
package-burst = { $burst ->
    [none] les afflux ne sont pas surveillés
    [holds] au-delà de { $most } nouveaux en { COUNT($minutes, "minute") }, ils attendent
   *[tells] au-delà de { $most } nouveaux en { COUNT($minutes, "minute") }, les propriétaires sont avertis
}
package-reporting = { $reporting ->
    [pass-fail] transmet la réussite ou l’échec
   *[completion] transmet l’achèvement seul
}
package-opens = { $opens ->
    [frame] s’ouvre dans le cadre du LMS
   *[window] s’ouvre dans une fenêtre, par un clic
}
package-language = { $spoken ->
    [browser] dans la langue du navigateur
    [en] en anglais
    [fr] en français
   *[es] en espagnol
}
package-pass-mark = { $has_mark ->
    [yes] réussi à partir de { COUNT($count, "point") }
   *[no] réussi selon le jeu
}
package-previews = { COUNT($count, "preview") } par jour
