### E-mails to learners. They are told nothing of money.

hello = { $named ->
    [yes] Bonjour { $name },
   *[other] Bonjour,
}
moment = { $day } à { $time } ({ $zone })

invitation-subject = { $client } vous invite à jouer à « { $game } »
invitation-text = { $client } vous invite à jouer à « { $game } » avec le groupe { $group }.
invitation-open = Le jeu est ouvert, sans date de fin : jouez quand vous voulez.
invitation-ends = Le jeu est ouvert jusqu’au { $ends }.
invitation-starts = Le jeu ouvre le { $starts }.
invitation-starts-and-ends = Le jeu ouvre le { $starts } et se termine le { $ends }.
invitation-minutes = Vous pouvez jouer { $minutes } minutes en tout, en autant de fois que vous voulez.
invitation-how = Sur la page de { $client }, indiquez cette adresse e-mail : vous recevrez un lien pour vous connecter. Il n’y a pas de mot de passe.

sign-in-subject = Votre lien vers { $client }
sign-in-text = Avec ce lien, vous vous connectez à la page de { $client }.
sign-in-once = Il sert une seule fois, jusqu’à { $time } ({ $zone }). Ensuite, demandez-en un autre sur la page.
sign-in-ignore = Si vous ne l’avez pas demandé, supprimez cet e-mail : sans le lien, personne ne se connecte.

group-starts-subject = « { $game } » est ouvert
group-starts-text = « { $game } » est ouvert pour le groupe { $group } de { $client }.
group-ends-subject = « { $game } » se termine le { $day }
group-ends-text = « { $game } » se termine le { $ends } pour le groupe { $group } de { $client }, et vous ne l’avez pas encore terminé.
group-ends-kept = Ce que vous avez déjà joué est gardé : vous reprendrez où vous en étiez.

visit-page = Ouvrir la page
sign-in-link = Se connecter
link-below = Si le bouton ne fonctionne pas, ouvrez cette adresse :

about = Vous recevez cet e-mail car { $client } a enregistré votre inscription à un jeu.
about-sign-in = Vous recevez cet e-mail car cette adresse a été indiquée sur la page de { $client }.
reminders-off = Ne plus recevoir de rappels
