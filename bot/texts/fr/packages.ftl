### /credits package : créer des packages, les transmettre, leurs options et leurs clés.

usage-package = `/credits package`
package-usage = Un package est ce qu’un client dépose dans son LMS :
usage-package-build = `/credits package build CLIENT JEU [1.2, 2004-3rd ou 2004-4th]`  ou `/credits package build` seul, pour un formulaire
usage-package-list = `/credits package list [client]`
usage-package-show = `/credits package show PACKAGE`
usage-package-options = `/credits package options PACKAGE`  dates, limite, qui peut entrer, ce qui est transmis
usage-package-send = `/credits package send PACKAGE`  le zip à nouveau, en fichier et en lien
usage-package-switch = `/credits package disable PACKAGE`  ou `enable`
usage-package-rotate = `/credits package rotate PACKAGE`  une nouvelle clé
usage-package-release = `/credits package release PACKAGE`  laisser entrer les nouveaux apprenants qui attendent
package-named = PACKAGE est le début de son identifiant, ou son client et son jeu : `acme "The Ferryman"`
help-package = { usage-package }  créer des packages pour les LMS des clients, les lister, régler leurs options
topic-package = `/credits package build acme "Le passeur"` construit le zip que le client importe une seule fois dans son LMS, et vous l’envoie en fichier et par un lien de sept jours, avec les étapes des LMS courants. Ce qu’un package permet se change avec `/credits package options PACKAGE` et vaut dès le prochain lancement, sans nouvel import. Un package se désigne par son client et son jeu, ou par le début de son identifiant.

## Ce qui distingue un package des autres

package-standards = { $standard ->
    [scorm12] SCORM 1.2
    [scorm2004-3rd] SCORM 2004, 3e édition
   *[scorm2004-4th] SCORM 2004, 4e édition
}
    .label = Norme
    .hint = Tous les LMS acceptent SCORM 1.2.
    .option = { package-standards }
package-this = *{ $game }* pour *{ $client }*, { package-standards }

package-none = Il n’y a pas encore de package.
package-count = { COUNT($count, "package") }
package-line = { $is_enabled ->
    [yes] { package-this }
   *[no] :no_entry: { package-this }, désactivé
}
package-earlier =
    .button = Précédents
package-later =
    .button = Suivants
package-title = { package-this } (`{ $id }`)
package-keys = { $count ->
    [one] Clé en service : { $keys }
   *[other] Clés en service : { $keys }
}
package-usage-is = { COUNT($launches, "launch") }, { COUNT($learners, "learner") }, { COUNT($count, "registration") }
package-waiting = :warning: En attente d’entrer : { COUNT($count, "newcomer") }

## Boutons

package-show =
    .button = Ouvrir
package-options =
    .button = Options
    .title = Options d’un package
    .submit = Enregistrer
    .close = Annuler
package-send =
    .button = Envoyer le zip
package-disable =
    .button = Désactiver
package-enable =
    .button = Activer
package-rotate =
    .button = Nouvelle clé
package-release =
    .button = Laisser entrer
package-cancel =
    .button = Annuler
package-download =
    .button = Télécharger

## Créer et transmettre

package-form =
    .title = Créer un package
    .submit = Créer
    .close = Annuler
package-client =
    .label = Client
    .hint = Les clients dont les apprenants passent par SCORM
package-game =
    .label = Jeu
package-no-standard = Il n’y a pas de norme « { $given } ». Donnez 1.2, 2004-3rd ou 2004-4th.
package-built = :white_check_mark: Package créé : { package-this }.
package-ready = { package-this }
package-arrives = Le zip arrive dans un instant par message direct.
package-file = { package-this } : déposez ce zip tel quel dans le LMS.
package-link = Toute personne qui a le lien peut télécharger le zip, pendant { COUNT($days, "day") }.

lms-name =
    .placeholder = Comment le déposer dans…
    .option = { $lms ->
        [moodle] Moodle
        [cornerstone] Cornerstone
        [successfactors] SAP SuccessFactors
        [docebo] Docebo
        [talentlms] TalentLMS
       *[other] Un autre LMS
    }
lms-steps = { $lms ->
    [moodle] *Moodle*
    [cornerstone] *Cornerstone*
    [successfactors] *SAP SuccessFactors*
    [docebo] *Docebo*
    [talentlms] *TalentLMS*
   *[other] *Un autre LMS*
}
lms-moodle-1 = 1. Passez le cours en mode édition, et ajoutez une activité de type _Paquetage SCORM_.
lms-moodle-2 = 2. Déposez le zip dans _Paquetage_ ; sous _Apparence_, laissez-le dans la fenêtre actuelle.
lms-moodle-3 = 3. Enregistrez, puis ouvrez-le une fois en tant qu’apprenant.
lms-cornerstone-1 = 1. En tant qu’administrateur, ouvrez l’outil où l’on dépose les cours en ligne, le _Course Publisher_.
lms-cornerstone-2 = 2. Déposez le zip tel quel, et publiez le cours avec un titre.
lms-cornerstone-3 = 3. Proposez-le à un seul apprenant, et ouvrez-le une fois en tant que cet apprenant.
lms-successfactors-1 = 1. Dans l’administration de Learning, importez un contenu, de type SCORM.
lms-successfactors-2 = 2. Déposez le zip tel quel ; laissez l’import créer l’objet de contenu et un élément.
lms-successfactors-3 = 3. Affectez l’élément à un seul apprenant, et ouvrez-le une fois en tant que cet apprenant.
lms-docebo-1 = 1. Dans le cours, ouvrez le matériel de formation, et ajoutez un contenu SCORM.
lms-docebo-2 = 2. Déposez le zip tel quel, et enregistrez.
lms-docebo-3 = 3. Publiez le cours, et ouvrez-le une fois en tant qu’apprenant.
lms-talentlms-1 = 1. Dans le cours, ajoutez un contenu de type SCORM.
lms-talentlms-2 = 2. Déposez le zip tel quel, et enregistrez.
lms-talentlms-3 = 3. Publiez le cours, et ouvrez-le une fois en tant qu’apprenant.
lms-other-1 = 1. Dans le cours, ajoutez une activité ou un contenu de type SCORM, dans la version du package.
lms-other-2 = 2. Déposez le zip tel quel, sans le décompresser.
lms-other-3 = 3. Ouvrez-le une fois en tant qu’apprenant, et vérifiez que le LMS l’enregistre.

## Activé ou non

package-switched = { $is_enabled ->
    [yes] :white_check_mark: Activé : { package-this }. Les apprenants peuvent de nouveau entrer.
   *[no] :no_entry: Désactivé : { package-this }. Tout lancement est refusé, sans être facturé, jusqu’à ce que vous l’activiez.
}
package-unswitched = { $is_enabled ->
    [yes] Déjà activé : { package-this }. Rien n’a été changé.
   *[no] Déjà désactivé : { package-this }. Rien n’a été changé.
}

## Clés

package-rotate-preview = Donner la clé { ID($number) } à { package-this } ?
package-rotate-keeps = Les zips déposés dans un LMS continuent de fonctionner avec les clés plus anciennes. Désormais, le zip est écrit avec la nouvelle.
package-revoke-ends = Avec _Nouvelle clé, fin des anciennes_, tout zip déposé auparavant est refusé définitivement : il faut le remplacer dans le LMS, et cela est irréversible.
package-new-key =
    .button = Nouvelle clé
package-revoke =
    .button = Nouvelle clé, fin des anciennes
    .ask = Mettre fin aux anciennes clés ?
    .asked = Tout zip déposé auparavant cesse aussitôt de fonctionner, définitivement. Le client doit déposer le nouveau.
    .yes = Y mettre fin
    .no = Les garder
package-rotated = :white_check_mark: Clé { ID($number) } désormais en service : { package-this }.
package-revoked = Fin définitive : clé { $keys }. Les zips signés avec elle sont refusés.
package-rotated-before = Cela a déjà été fait, et rien n’a changé cette fois-ci. Clé { ID($number) } en service : { package-this }.
package-cancelled = Annulé : rien n’a été changé.
package-not-yours = Ceci a été montré à quelqu’un d’autre, et rien n’a été changé. Tapez la commande vous-même.
package-too-old = Ceci date de plus d’un jour, et rien n’a été changé. Tapez la commande à nouveau.

## Nouveaux apprenants qui attendent

package-nobody-waits = Personne n’attend : { package-this }.
package-none-released = Plus personne de ceux qui étaient affichés n’attend : { package-this }.
package-more-wait = { $count ->
    [one] { $count } nouvel apprenant est arrivé depuis et attend.
   *[other] { $count } nouveaux apprenants sont arrivés depuis et attendent.
} Revoyez-les avec `/credits package release`.
package-release-preview = Laisser entrer { COUNT($count, "newcomer") } ? { package-this }
package-release-costs = Chacun est facturé à son prochain lancement : { COUNT($credits, "credit") }, { COUNT($plays, "play") } si tous viennent.
package-release-has = { $client } a { COUNT($available, "credit") }, { COUNT($plays, "play") }.
package-release-now =
    .button = Laisser entrer { COUNT($count, "newcomer") }
package-released = :white_check_mark: Entrée permise à { COUNT($count, "newcomer") } : { package-this }. Leur page ouvre le jeu d’elle-même.
