"""The words of the privacy notice, by language; `{who}` is the account that runs the game."""

WORDS = {
    "en": {
        "title": "What this game keeps of you",
        "lead": "This game is run by {who}, for the organisation that gave you the course.",
        "who": "the company that made it",
        "languages": "Languages",
        "what": "What is kept",
        "what text": "Your learner id and your name, as your training platform gives them. Your "
        "result: whether you completed and passed, your score and the time you spent. What the "
        "game saved, so that you can go on where you were. When the game was opened, and from "
        "which training platform.",
        "why": "What for",
        "why text": "To open the game for you, to let you go on where you stopped, to report your "
        "result to your training platform, and to count how often the game is played. For nothing "
        "else: it is not used for advertising and not passed on to anyone else.",
        "sees": "Who can see it",
        "sees text": "The organisation that gave you the course, and {who}.",
        "long": "For how long",
        "long text": "When the game was opened: {launches}. What the game saved, counted from the "
        "last time you played: {states}. Your id, your name and your result: until they are "
        "erased.",
        "browser": "In your browser",
        "browser text": "We set nothing in your browser: no cookie, no other mark. A game may keep "
        "settings of its own there.",
        "ask": "Your rights",
        "ask text": "To see what is kept, to have it corrected or erased, ask the person who gave "
        "you this course; they pass it on to {who}. When it is erased, your id, your name and what "
        "the game saved are gone, and what is left of your result names nobody.",
        "days": "{days} days",
        "one day": "one day",
        "no end": "no end is set",
        "unknown": "There is no such notice here.",
        "unknown text": "Open the game again from your training platform, and follow its link.",
    },
    "fr": {
        "title": "Ce que ce jeu garde de vous",
        "lead": "Ce jeu est exploité par {who}, pour l’organisation qui vous a donné le cours.",
        "who": "l’entreprise qui l’a créé",
        "languages": "Langues",
        "what": "Ce qui est gardé",
        "what text": "Votre identifiant d’apprenant et votre nom, tels que votre plateforme de "
        "formation les donne. Votre résultat : si vous avez terminé et réussi, votre score et le "
        "temps passé. Ce que le jeu a enregistré, pour que vous puissiez reprendre où vous étiez. "
        "Quand le jeu a été ouvert, et depuis quelle plateforme de formation.",
        "why": "À quoi cela sert",
        "why text": "À vous ouvrir le jeu, à vous laisser reprendre où vous étiez, à transmettre "
        "votre résultat à votre plateforme de formation, et à compter combien de fois le jeu est "
        "joué. À rien d’autre : ni publicité, ni transmission à quelqu’un d’autre.",
        "sees": "Qui peut le voir",
        "sees text": "L’organisation qui vous a donné le cours, et {who}.",
        "long": "Pour combien de temps",
        "long text": "Quand le jeu a été ouvert : {launches}. Ce que le jeu a enregistré, à "
        "compter de votre dernière partie : {states}. Votre identifiant, votre nom et votre "
        "résultat : jusqu’à leur effacement.",
        "browser": "Dans votre navigateur",
        "browser text": "Nous ne déposons rien dans votre navigateur : ni cookie, ni autre "
        "traceur. Un jeu peut y garder ses propres réglages.",
        "ask": "Vos droits",
        "ask text": "Pour consulter, corriger ou faire effacer ce qui est gardé, adressez-vous à "
        "la personne qui vous a donné ce cours ; elle transmet la demande à {who}. Après "
        "l’effacement, votre identifiant, votre nom et ce que le jeu a enregistré ont disparu, et "
        "ce qui reste de votre résultat ne nomme personne.",
        "days": "{days} jours",
        "one day": "un jour",
        "no end": "sans limite fixée",
        "unknown": "Cette notice n’existe pas ici.",
        "unknown text": "Rouvrez le jeu depuis votre plateforme de formation, et suivez son lien.",
    },
    "es": {
        "title": "Qué guarda este juego de ti",
        "lead": "Este juego lo gestiona {who}, para la organización que te dio el curso.",
        "who": "la empresa que lo creó",
        "languages": "Idiomas",
        "what": "Qué se guarda",
        "what text": "Tu identificador de alumno y tu nombre, tal como los da tu plataforma de "
        "formación. Tu resultado: si has completado y aprobado, tu puntuación y el tiempo que has "
        "dedicado. Lo que el juego guardó, para que puedas seguir donde estabas. Cuándo se abrió "
        "el juego y desde qué plataforma de formación.",
        "why": "Para qué",
        "why text": "Para abrirte el juego, para que sigas donde lo dejaste, para comunicar tu "
        "resultado a tu plataforma de formación y para contar cuántas veces se juega. Para nada "
        "más: no se usa para publicidad ni se pasa a nadie más.",
        "sees": "Quién puede verlo",
        "sees text": "La organización que te dio el curso y {who}.",
        "long": "Durante cuánto tiempo",
        "long text": "Cuándo se abrió el juego: {launches}. Lo que el juego guardó, desde la "
        "última vez que jugaste: {states}. Tu identificador, tu nombre y tu resultado: hasta que "
        "se borren.",
        "browser": "En tu navegador",
        "browser text": "No dejamos nada en tu navegador: ni cookies ni otras marcas. Un juego "
        "puede guardar allí sus propios ajustes.",
        "ask": "Tus derechos",
        "ask text": "Para ver lo que se guarda, o para que se corrija o se borre, pídelo a la "
        "persona que te dio este curso; ella lo transmite a {who}. Cuando se borra, desaparecen tu "
        "identificador, tu nombre y lo que el juego guardó, y lo que queda de tu resultado no "
        "nombra a nadie.",
        "days": "{days} días",
        "one day": "un día",
        "no end": "sin un límite fijado",
        "unknown": "Aquí no existe ese aviso.",
        "unknown text": "Abre de nuevo el juego desde tu plataforma de formación y sigue su "
        "enlace.",
    },
}

ON_CAMPUS = {
    "en": {
        "lead": "These games are run by {who}, for the organisation that invited you.",
        "what text": "Your e-mail address, and your name where it was given. Your result: whether "
        "you completed and passed, your score and the time you spent. What the game saved, so that "
        "you can go on where you were. When you signed in, and when a game was opened.",
        "why text": "To let you in, to write to you about your games, to let you go on where you "
        "stopped, to show your result to you and to the organisation that invited you, and to "
        "count how often the game is played. For nothing else: it is not used for advertising and "
        "not passed on to anyone else.",
        "sees text": "The organisation that invited you, and {who}. Where there is a leaderboard, "
        "those of your group see your name and your score.",
        "long text": "When the game was opened: {launches}. What the game saved, counted from the "
        "last time you played: {states}. That you are signed in: 30 days at most. Your address, "
        "your name and your result: until they are erased.",
        "browser text": "One cookie, while you are signed in, so that we know it is you; it is "
        "gone when you sign out. A game may keep settings of its own.",
        "ask text": "To see what is kept, to have it corrected or erased, ask the person who "
        "invited you; they pass it on to {who}. When it is erased, your address, your name and "
        "what the game saved are gone, and what is left of your result names nobody.",
    },
    "fr": {
        "lead": "Ces jeux sont exploités par {who}, pour l’organisation qui vous a invité.",
        "what text": "Votre adresse e-mail, et votre nom s’il a été indiqué. Votre résultat : si "
        "vous avez terminé et réussi, votre score et le temps passé. Ce que le jeu a enregistré, "
        "pour que vous puissiez reprendre où vous étiez. Quand vous vous êtes connecté, et quand "
        "un jeu a été ouvert.",
        "why text": "À vous laisser entrer, à vous écrire au sujet de vos jeux, à vous laisser "
        "reprendre où vous étiez, à montrer votre résultat à vous-même et à l’organisation qui "
        "vous a invité, et à compter combien de fois le jeu est joué. À rien d’autre : ni "
        "publicité, ni transmission à quelqu’un d’autre.",
        "sees text": "L’organisation qui vous a invité, et {who}. S’il y a un classement, les "
        "membres de votre groupe voient votre nom et votre score.",
        "long text": "Quand le jeu a été ouvert : {launches}. Ce que le jeu a enregistré, à "
        "compter de votre dernière partie : {states}. Le fait que vous êtes connecté : 30 jours "
        "au plus. Votre adresse, votre nom et votre résultat : jusqu’à leur effacement.",
        "browser text": "Un seul cookie, tant que vous êtes connecté, pour savoir que c’est vous ; "
        "il disparaît quand vous vous déconnectez. Un jeu peut garder ses propres réglages.",
        "ask text": "Pour consulter, corriger ou faire effacer ce qui est gardé, adressez-vous à "
        "la personne qui vous a invité ; elle transmet la demande à {who}. Après l’effacement, "
        "votre adresse, votre nom et ce que le jeu a enregistré ont disparu, et ce qui reste de "
        "votre résultat ne nomme personne.",
    },
    "es": {
        "lead": "Estos juegos los gestiona {who}, para la organización que te invitó.",
        "what text": "Tu dirección de correo, y tu nombre si se indicó. Tu resultado: si has "
        "completado y aprobado, tu puntuación y el tiempo que has dedicado. Lo que el juego "
        "guardó, para que puedas seguir donde estabas. Cuándo iniciaste sesión y cuándo se abrió "
        "un juego.",
        "why text": "Para dejarte entrar, para escribirte sobre tus juegos, para que sigas donde "
        "lo dejaste, para mostrarte tu resultado a ti y a la organización que te invitó, y para "
        "contar cuántas veces se juega. Para nada más: no se usa para publicidad ni se pasa a "
        "nadie más.",
        "sees text": "La organización que te invitó y {who}. Donde hay una clasificación, quienes "
        "están en tu grupo ven tu nombre y tu puntuación.",
        "long text": "Cuándo se abrió el juego: {launches}. Lo que el juego guardó, desde la "
        "última vez que jugaste: {states}. Que has iniciado sesión: 30 días como máximo. Tu "
        "dirección, tu nombre y tu resultado: hasta que se borren.",
        "browser text": "Una sola cookie, mientras tu sesión está iniciada, para saber que eres "
        "tú; desaparece al cerrarla. Un juego puede guardar sus propios ajustes.",
        "ask text": "Para ver lo que se guarda, o para que se corrija o se borre, pídelo a la "
        "persona que te invitó; ella lo transmite a {who}. Cuando se borra, desaparecen tu "
        "dirección, tu nombre y lo que el juego guardó, y lo que queda de tu resultado no nombra "
        "a nadie.",
    },
}
"""What is said otherwise to those who come by a Campus."""
