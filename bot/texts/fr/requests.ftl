### Les attributions qui attendent l’accord d’un propriétaire, et celles qui sont proposées.

request-asked = *{ $member }* demande plus que la limite fixée. L’approuvez-vous ?
request-proposed = *{ $member }*, qui ne peut pas attribuer de crédits, vous le demande.
    .button = Voir l’attribution
request-wanted = *{ CREDITS($credits) }* pour *{ $client }*{ allocation-labels }
request-approve =
    .button = Approuver
request-decline =
    .button = Refuser
request-verdict = { $verdict ->
    [approved] :white_check_mark: { $by } a approuvé { $is_asker ->
        [yes] votre demande
       *[no] la demande de { $member }
    } : l’attribution est faite.
   *[declined] :no_entry: { $by } a refusé { $is_asker ->
        [yes] votre demande
       *[no] la demande de { $member }
    } : rien n’a été attribué.
}
request-too-old = Ceci date de plus d’un jour, et rien n’a été changé. Voici ce qu’il en est maintenant.
request-left = Rien n’a été décidé : la demande attend toujours.
