### What could not be done, and what to do: a text for each error, by the name of its class.

access-is-campus = Les apprenants du client { $client } passent par le Campus : ce client n’a pas de package. Choisissez un client dont l’accès est SCORM.
ambiguous-name = { $has_given ->
    [yes] « { $given } » peut désigner { $candidates }. Précisez lequel, en entier.
   *[no] Il y a plusieurs comptes. { $surface ->
        [terminal] Précisez lequel, avec --account ou OBOLE_ACCOUNT.
       *[slack] Demandez à un opérateur lequel est le vôtre.
    }
}
archive-too-large = Le zip est trop volumineux : { $found } { $measure }, pour { $most } au maximum. Retirez-en ce dont le jeu n’a pas besoin.
bad-amount = { $is_more ->
    [yes] Le nombre { $given } dépasse le maximum, { $most }
   *[no] « { $given } » n’est pas un nombre de crédits
}. Donnez un nombre entier de 1 à { $most }, en chiffres{ $is_grouped ->
    [yes]  : { $plain }
   *[no] { "" }
}.
bad-learner = L’identifiant de l’apprenant est vide ou trop long. Le LMS doit en donner un de { ID($most) } caractères au maximum.
bad-manifest = Le fichier imsmanifest.xml est illisible : { $flaw }. Exportez le cours à nouveau.
bad-moment = « { $given } » n’est pas un jour. Écrivez 2026-11-24 ou 24/11/2026, avec l’heure s’il en faut une : « 2026-11-24 14:30 ».
bad-moves = « { $given } » figure deux fois dans la liste. Donnez chaque ancien et chaque nouvel identifiant une seule fois.
bad-option = L’option « { $option } » ne peut pas être modifiée : { $flaw }. Rien n’a été changé.
bad-period = Le relevé commencerait le { $first }, après sa fin, le { $last }. Donnez d’abord le jour le plus ancien.
bad-price-list = Cette liste de prix ne peut pas être utilisée : { $flaw }. Donnez des paliers comme 1:190 600:175.5, en crédits et en centimes.
bad-text = { $form ->
    [country] Un pays se donne par ses deux lettres, par exemple FR pour la France ou US pour les États-Unis.
   *[line] Ce texte ne convient pas ({ $field }). Donnez de 1 à { $most } caractères sur une seule ligne, lettres ou signes.
}
bad-time-zone = Il n’existe pas de fuseau horaire « { $given } ». Donnez son nom IANA, par exemple Europe/Paris.
client-archived = { $client } est archivé : ses relevés sont conservés et ses accès fermés. Ajoutez un nouveau client s’il revient.
closed-to-newcomers = Le package du client { $client } est fermé aux nouveaux apprenants. Ouvrez-le pour en accueillir.
commit-refused = La progression n’a pas été enregistrée. Rouvrez le jeu.
event-rejected = Ce qui est arrivé n’est pas signé par le prestataire de paiement, ou date de plus de cinq minutes, et rien n’a été changé. Vérifiez le secret du webhook.
game-not-visible = { $client } ne voit pas le jeu « { $game } ». Modifiez sa visibilité.
idempotency-conflict = Cela a déjà été fait avec d’autres données ({ $changed }) et n’est pas refait. Recommencez, avec une autre clé.
last-key = La clé { ID($number) } est la seule en service, et sans clé aucun lancement ne peut être vérifié. Remplacez-la d’abord, ou désactivez le package.
learner-held = Plus de { COUNT($most, "newcomer") } du client { $client } sont arrivés en { COUNT($minutes, "minute") } : celui-ci attend, sans être facturé. Laissez-les entrer avec : { $surface ->
    [terminal] obole package release
   *[slack] `/credits package release`
}.
learner-not-admitted = L’apprenant n’est pas de ceux que le package du client { $client } admet. Ajoutez-le à sa liste, ou changez le modèle d’identifiant.
learner-unreadable = Le LMS du client { $client } donne un identifiant d’apprenant qui ne peut pas être gardé. Il doit en donner un de { ID($most) } caractères au maximum.
name-taken = « { $given } » est déjà pris ({ $field }). Choisissez autre chose.
no-content = Le jeu « { $game } » n’a pas encore de contenu. Ajoutez d’abord son zip.
no-launch-file = Le manifeste lance « { $path } », absent du zip. Exportez le cours à nouveau.
no-manifest = Le zip n’a ni imsmanifest.xml ni index.html à sa racine. Compressez le contenu du dossier du jeu, et non le dossier.
no-organization = Le manifeste n’a pas d’« organization » : rien ne dit ce qu’il faut lancer. Exportez le cours à nouveau, en SCORM 1.2 ou 2004.
no-sco = Le manifeste n’a pas de SCO : il n’y a rien à jouer. Exportez le cours à nouveau, en SCORM 1.2 ou 2004.
no-such-key = Le package n’a pas de clé { ID($number) } en service. { $surface ->
    [terminal] obole package show
   *[slack] `/credits package show`
} indique celles qui le sont.
not-a-zip = Le fichier n’est pas un zip. Donnez le zip SCORM tel que l’outil auteur l’a exporté.
not-allowed = { $allowed ->
    [nobody] Seul un opérateur peut { $act }, avec la ligne de commande.
    [owner] Seul un propriétaire peut { $act }. Adressez-vous à votre équipe.
    [owner-manager] Seul un propriétaire ou un gestionnaire peut { $act }. Adressez-vous à votre équipe.
   *[owner-manager-viewer] Seul un propriétaire, un gestionnaire ou un lecteur peut { $act }. Adressez-vous à votre équipe.
}
more-than-shown = L’inscription coûterait maintenant { COUNT($credits, "credit") }, pour { COUNT($learners, "learner") }, soit plus que ce qui était affiché : personne n’a été inscrit. Vérifiez le nouveau décompte avant de confirmer.
not-enough-credits = { $wallet ->
    [pool] En attente d’attribution : { CREDITS($available) }. Il manque { COUNT($short_by, "credit") } pour en attribuer { $wanted }. Commandez au moins { CREDITS($short_by) }, ou attribuez-en moins.
   *[client] { $client } a { CREDITS($available) } : il manque { COUNT($short_by, "credit") } sur les { $wanted } demandés. Attribuez-lui d’abord des crédits.
}
nothing-to-review = L’apprenant n’a pas de partie terminée à revoir. Lancez d’abord le jeu normalement.
origin-refused = Le lancement vient { $names_origin ->
    [yes] de { $origin }
   *[no] d’un LMS qui ne donne pas son origine
}, et le package du client { $client } ne s’ouvre que depuis { $lists_origins ->
    [yes] { $allowed }
   *[no] un LMS qui donne son origine
}. Modifiez ses origines.
package-closed = { $reason ->
    [disabled] Le package du client { $client } est désactivé.
    [not-started] Le package du client { $client } n’est pas encore ouvert.
   *[ended] Le package du client { $client } a pris fin.
} Changez ses dates, ou activez-le.
package-full = Le package du client { $client } a atteint sa limite : { COUNT($cap, "registration") }. Relevez-la pour en permettre d’autres.
play-is-over = La partie { ID($play) } { $completed ->
    [yes] est terminée
   *[no] a pris fin avec son groupe
}. Une autre partie coûte { COUNT($price, "credit") }.
provider-away = Le prestataire de paiement ne répond pas, et rien n’a été débité. Réessayez dans un instant.
provider-refuses = Le prestataire de paiement n’accepte pas cette commande, et rien n’a été débité. Demandez à un opérateur d’en chercher la cause, ou de la facturer autrement.
purchase-closed = La commande { ID($number) } est déjà { $state } sous une autre référence de paiement, et rien n’a été ajouté. Vérifiez à quelle commande correspond ce paiement.
replay-refused = La partie { ID($play) } est terminée, et le package du client { $client } n’en permet pas d’autre. Modifiez ses reprises.
token-rejected = Le jeton du package n’est pas valable. Créez le package à nouveau.
unknown-account = { $has_given ->
    [yes] Aucun compte ne s’appelle « { $given } ». Donnez le nom ou l’identifiant d’un compte.
   *[no] Il n’y a pas encore de compte. { $surface ->
        [terminal] Ouvrez-en un avec : obole account open NAME
       *[slack] Demandez à un opérateur d’en ouvrir un.
    }
}
unknown-client = Aucun client ne s’appelle « { $given } ». { $has_similar ->
    [yes] Vouliez-vous dire { $similar } ? Donnez ce nom.
   *[no] Donnez un alias, un nom, ou un début qui ne désigne qu’un client.
}
unknown-game = Aucun jeu ne s’appelle « { $given } ». { $has_similar ->
    [yes] Vouliez-vous dire { $similar } ? Donnez ce nom.
   *[no] Donnez son titre, ou un début qui ne désigne qu’un jeu.
}
unknown-delivery = Il n’y a pas d’envoi abandonné { $given }. Donnez des identifiants de la liste des envois abandonnés ; rien n’a été remis en file.
unknown-group = Aucun groupe du client ne s’appelle « { $given } ». { $has_similar ->
    [yes] Vouliez-vous dire { $similar } ? Donnez ce nom.
   *[no] Donnez son nom, ou un début qui ne désigne qu’un groupe.
}
unknown-learner = Le client n’a pas d’apprenant « { $given } ». Donnez l’identifiant tel que son LMS l’écrit.
unknown-member = Aucun membre n’a l’adresse « { $given } ». Vérifiez son orthographe, ou ajoutez ce membre.
unknown-package = Il n’y a pas de package « { $given } ». Donnez le début de son identifiant, ou son client et son jeu ; { $surface ->
    [terminal] obole package list
   *[slack] `/credits package list`
} les énumère.
unknown-purchase = Il n’y a pas de commande { $given }. Donnez le numéro que la commande a reçu.
unsafe-path = Le zip contient un chemin dangereux ou répété, « { $path } » : rien n’en a été pris. Exportez-le à nouveau.

above-limit = Vous pouvez attribuer { COUNT($most, "credit") } à la fois, et { $credits } demandent l’accord d’un propriétaire. Demandez-le, ou attribuez-en moins.
bad-name = Le zip contient un nom qui n’est pas en UTF-8, « { $path } » : un navigateur ne pourrait pas le demander. Compressez le jeu à nouveau avec un outil qui écrit en UTF-8, ou nommez ses fichiers sans accents.
bad-preview = Un aperçu vaut pour 1 à { $most } { $measure }, et aucun n’a été créé. Donnez un autre nombre.
last-owner = { $member } est le dernier propriétaire du compte et le reste. Donnez d’abord ce rôle à un autre membre.
preview-over = L’aperçu de « { $game } » { $reason ->
    [ended] a pris fin
   *[used-up] est épuisé
} : il n’ouvre plus rien. Créez un autre lien.
previews-spent = Le package du client { $client } a servi ses { COUNT($most, "preview") } du jour. Augmentez ses aperçus par jour, ou attendez demain (UTC).
request-decided = Un propriétaire a déjà { $verdict } cette demande. Rien n’a été changé.
too-many-scos = Le cours a plus de { ID($most) } SCO, trop pour un seul jeu. Exportez-le en plusieurs parties.
unknown-preview = Il n’y a pas d’aperçu « { $given } ». Donnez son lien, ou le début de son identifiant{ $surface ->
    [terminal]  ; obole game previews les énumère
   *[slack] { "" }
}.
unknown-request = Cette demande n’existe pas. Demandez l’attribution à nouveau.

access-fixed = L’accès du client { $client } est fixé depuis l’arrivée de son premier apprenant, le { $since }. Ajoutez un autre client pour l’autre accès.
access-is-scorm = Les apprenants du client { $client } passent par SCORM, et ses packages les inscrivent. Choisissez un client dont l’accès est le Campus.
bad-address = « { $given } » n’est pas une adresse e-mail. Donnez-en une comme ana@acme.com.
bad-colour = « { $given } » n’est pas une couleur. Donnez-la sous la forme #rrggbb, par exemple #1a5fb4.
bad-group = Ce groupe n’est pas possible : { $flaw }. Rien n’a été changé.
bad-roster = La liste des apprenants est illisible : { $flaw }. Personne n’a été inscrit.
game-closed = Le jeu « { $game } » { $audience ->
    [groups] n’est ouvert qu’aux groupes
   *[nobody] n’accueille plus de nouveaux apprenants
}. Changez les apprenants qui peuvent y jouer.
group-ended = Le groupe « { $group } » a pris fin le { $at } et n’inscrit plus personne. Créez un autre groupe.
group-not-started = Le groupe « { $group } » commence le { $at }. Jouez à partir de ce moment, ou changez son début.
not-in-group = « { $given } » n’est pas dans le groupe « { $group } ». Vérifiez l’adresse.
play-time-over = Le temps de jeu que le groupe « { $group } » donne à chaque apprenant est écoulé ({ COUNT($minutes, "minute") }). Donnez-lui plus de temps.
unknown-roster = Cette liste d’apprenants n’est plus conservée : elle a été inscrite, ou date de plus d’un jour. Envoyez-la à nouveau.
wrong-payment = La commande { ID($number) } coûte { MONEY($asked_cents) }, et le paiement reçu est de { MONEY($paid_cents) }, en devise « { $currency } » : rien n’a été ajouté. Vérifiez ce paiement.
above-refund = De la commande { ID($number) }, il reste { MONEY($cents) } à rembourser, et rien n’a été changé. Indiquez cette somme, ou moins.
not-manual = La commande { ID($number) } se paie chez le prestataire de paiement, qui l’annonce lui-même, et rien n’a été changé. { $doing ->
    [confirm] Si elle a tout de même été payée autrement, confirmez-la ainsi{ $surface ->
        [terminal]  : ajoutez --outside
       *[slack] { "" }
    }.
    [refund] Remboursez-la chez lui, et ses crédits suivront.
   *[cancel] Si personne ne la paie, elle prend fin d’elle-même.
}
not-open = La commande { ID($number) } est payée et ne peut plus être annulée. Remboursez-la plutôt{ $surface ->
    [terminal]  : obole credits refund
   *[slack] { "" }
}.
not-paid = La commande { ID($number) } n’est pas payée : il n’y a rien à rembourser. Annulez-la plutôt{ $surface ->
    [terminal]  : obole credits cancel
   *[slack] { "" }
}.
payment-used = Le paiement « { $given } » a déjà réglé la commande { ID($number) }, et rien n’a été ajouté. Donnez la référence de l’autre paiement{ $surface ->
    [terminal] , ou ajoutez --shared s’il a réglé les deux
   *[slack] { "" }
}.
