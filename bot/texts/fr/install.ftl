### La page sur laquelle se termine une installation dans Slack.

install-done-heading = Obole est dans { $team }
install-done = Son compte est ouvert, et vous en êtes le premier propriétaire. Dans Slack, tapez /credits pour commencer.
install-renewed-heading = Obole est de nouveau dans { $team }
install-renewed = Le compte et ses membres sont tels qu’ils étaient. Dans Slack, tapez /credits.
install-declined-heading = Rien n’a été installé
install-declined = Vous n’avez pas laissé Obole entrer dans l’espace de travail. Recommencez si vous le souhaitiez.
install-failed-heading = Obole n’a pas pu être installé
install-stale = L’installation n’a pas été commencée dans ce navigateur, ou l’a été il y a plus de 10 minutes ; rien n’a été changé. Recommencez.
install-nobody = Slack n’a donné ni votre nom ni votre adresse e-mail, et vous ne pouviez donc pas devenir propriétaire ; rien n’a été changé. Complétez votre profil Slack, puis recommencez.
install-unusable = { $reason } Rien n’a été changé. Recommencez ensuite.
install-refused = Slack n’a pas accepté l’installation, et rien n’a été changé. Recommencez.
install-unreached = Slack n’a pas répondu, et rien n’a été changé. Recommencez dans un instant.
install-open-slack =
    .button = Ouvrir Slack
install-again =
    .button = Recommencer
