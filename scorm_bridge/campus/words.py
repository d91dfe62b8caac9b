"""What learners read on a Campus, by language. Never a word on money."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time

from ledger.errors import OboleError
from scorm_bridge.campus.sign_in import LINK_LIFETIME
from scorm_bridge.errors import FormRejected, LinkOver, NoSuchCampus
from scorm_bridge.refusals import Refusal

MINUTES = int(LINK_LIFETIME.total_seconds() // 60)

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "title": "Games of {client}",
        "sign in": "Sign in",
        "sign in text": "Give the e-mail address by which you were invited. A link to sign in is "
        "sent to it: there is no password.",
        "address": "E-mail address",
        "send": "Send me a link",
        "bad address": "This is not an e-mail address. Check it and try again.",
        "sent": "Look into your mailbox",
        "sent text": "If the address is known here, a link is on its way. It can be used once, "
        "within {minutes} minutes.",
        "sent help": "Nothing there? Look among unwanted mail, check the address, or ask whoever "
        "invited you.",
        "other address": "Use another address",
        "enter": "You are about to sign in",
        "enter text": "The link is good. It signs you in in this browser.",
        "enter button": "Sign in",
        "hello": "Hello {name}",
        "games": "Your games",
        "no games": "There is no game for you at the moment.",
        "no games text": "When you are given one, it is here.",
        "group": "Group: {group}",
        "start": "Start",
        "resume": "Go on",
        "review": "Look at it again",
        "of game": "{action}: {game}",
        "ready": "Not begun",
        "open": "Open to you",
        "begun": "Begun",
        "completed": "Completed",
        "passed": "Passed",
        "failed": "Not passed",
        "planned": "Starts on {at}",
        "ended": "Ended on {at}",
        "time over": "Your playing time is used up",
        "until": "Until {at}",
        "progress": "Progress: {percent} %",
        "score": "Score: {score}",
        "played": "Time played: {time}",
        "left": "Playing time left: {time}",
        "minutes": "{minutes} min",
        "hours": "{hours} h {minutes} min",
        "at": "{day}, {time}",
        "board": "Leaderboard",
        "board of": "Leaderboard: {game}",
        "board text": "The best scores of the group {group}.",
        "place": "Place",
        "name": "Name",
        "you": "you",
        "board empty": "Nobody has a score yet.",
        "back": "Back to your games",
        "sign out": "Sign out",
        "sign out everywhere": "Sign out on all devices",
    },
    "fr": {
        "title": "Les jeux de {client}",
        "sign in": "Se connecter",
        "sign in text": "Indiquez l’adresse e-mail à laquelle vous avez été invité. Un lien de "
        "connexion y est envoyé : il n’y a pas de mot de passe.",
        "address": "Adresse e-mail",
        "send": "M’envoyer un lien",
        "bad address": "Ce n’est pas une adresse e-mail. Vérifiez-la et réessayez.",
        "sent": "Consultez votre messagerie",
        "sent text": "Si l’adresse est connue ici, un lien est en route. Il sert une seule fois, "
        "dans les {minutes} minutes.",
        "sent help": "Rien reçu ? Regardez dans les courriers indésirables, vérifiez l’adresse, ou "
        "demandez à la personne qui vous a invité.",
        "other address": "Utiliser une autre adresse",
        "enter": "Vous allez vous connecter",
        "enter text": "Le lien est valable. Il vous connecte dans ce navigateur.",
        "enter button": "Se connecter",
        "hello": "Bonjour {name}",
        "games": "Vos jeux",
        "no games": "Il n’y a pas de jeu pour vous en ce moment.",
        "no games text": "Dès qu’un jeu vous est ouvert, il apparaît ici.",
        "group": "Groupe : {group}",
        "start": "Commencer",
        "resume": "Reprendre",
        "review": "Revoir",
        "of game": "{action} : {game}",
        "ready": "Pas commencé",
        "open": "Ouvert pour vous",
        "begun": "Commencé",
        "completed": "Terminé",
        "passed": "Réussi",
        "failed": "Pas réussi",
        "planned": "Commence le {at}",
        "ended": "Terminé le {at}",
        "time over": "Votre temps de jeu est épuisé",
        "until": "Jusqu’au {at}",
        "progress": "Progression : {percent} %",
        "score": "Score : {score}",
        "played": "Temps de jeu : {time}",
        "left": "Temps de jeu restant : {time}",
        "minutes": "{minutes} min",
        "hours": "{hours} h {minutes} min",
        "at": "{day} à {time}",
        "board": "Classement",
        "board of": "Classement : {game}",
        "board text": "Les meilleurs scores du groupe {group}.",
        "place": "Rang",
        "name": "Nom",
        "you": "vous",
        "board empty": "Personne n’a encore de score.",
        "back": "Retour à vos jeux",
        "sign out": "Se déconnecter",
        "sign out everywhere": "Se déconnecter de tous les appareils",
    },
    "es": {
        "title": "Los juegos de {client}",
        "sign in": "Iniciar sesión",
        "sign in text": "Indica la dirección de correo con la que te invitaron. Allí se envía un "
        "enlace para entrar: no hay contraseña.",
        "address": "Dirección de correo",
        "send": "Envíame un enlace",
        "bad address": "Esto no es una dirección de correo. Compruébala e inténtalo de nuevo.",
        "sent": "Mira tu correo",
        "sent text": "Si la dirección es conocida aquí, hay un enlace en camino. Sirve una sola "
        "vez, durante {minutes} minutos.",
        "sent help": "¿No llega nada? Mira en el correo no deseado, comprueba la dirección o "
        "pregunta a quien te invitó.",
        "other address": "Usar otra dirección",
        "enter": "Vas a iniciar sesión",
        "enter text": "El enlace es válido. Inicia tu sesión en este navegador.",
        "enter button": "Iniciar sesión",
        "hello": "Hola, {name}",
        "games": "Tus juegos",
        "no games": "En este momento no hay ningún juego para ti.",
        "no games text": "Cuando te den uno, aparecerá aquí.",
        "group": "Grupo: {group}",
        "start": "Empezar",
        "resume": "Continuar",
        "review": "Verlo de nuevo",
        "of game": "{action}: {game}",
        "ready": "Sin empezar",
        "open": "Abierto para ti",
        "begun": "Empezado",
        "completed": "Completado",
        "passed": "Superado",
        "failed": "No superado",
        "planned": "Empieza el {at}",
        "ended": "Terminó el {at}",
        "time over": "Has agotado tu tiempo de juego",
        "until": "Hasta el {at}",
        "progress": "Progreso: {percent} %",
        "score": "Puntuación: {score}",
        "played": "Tiempo jugado: {time}",
        "left": "Tiempo de juego restante: {time}",
        "minutes": "{minutes} min",
        "hours": "{hours} h {minutes} min",
        "at": "{day} a las {time}",
        "board": "Clasificación",
        "board of": "Clasificación: {game}",
        "board text": "Las mejores puntuaciones del grupo {group}.",
        "place": "Puesto",
        "name": "Nombre",
        "you": "tú",
        "board empty": "Nadie tiene todavía una puntuación.",
        "back": "Volver a tus juegos",
        "sign out": "Cerrar sesión",
        "sign out everywhere": "Cerrar sesión en todos los dispositivos",
    },
}

ASK = {
    "en": "Ask the person at {who} who invited you. Nothing you did is lost.",
    "fr": "Adressez-vous à la personne de {who} qui vous a invité. Rien de ce que vous avez fait "
    "n’est perdu.",
    "es": "Pregunta a la persona de {who} que te invitó. Nada de lo que hiciste se pierde.",
}
HAPPENED: dict[str, dict[str, str]] = {
    "no-campus": {
        "en": "There is no such page here.",
        "fr": "Cette page n’existe pas ici.",
        "es": "Aquí no existe esa página.",
    },
    "link": {
        "en": "This link can no longer be used.",
        "fr": "Ce lien ne peut plus servir.",
        "es": "Este enlace ya no se puede usar.",
    },
    "form": {
        "en": "This page was open for too long, or you signed in again meanwhile.",
        "fr": "Cette page est restée ouverte trop longtemps, ou vous vous êtes reconnecté "
        "entre-temps.",
        "es": "Esta página llevaba demasiado tiempo abierta, o has vuelto a iniciar sesión.",
    },
    "busy": {
        "en": "Very many people are signing in at this moment.",
        "fr": "Un très grand nombre de personnes se connectent en ce moment.",
        "es": "Muchísimas personas están iniciando sesión en este momento.",
    },
}
TO_DO: dict[str, dict[str, str]] = {
    "no-campus": {
        "en": "Check the address, or ask whoever gave it to you.",
        "fr": "Vérifiez l’adresse, ou demandez à la personne qui vous l’a donnée.",
        "es": "Comprueba la dirección o pregunta a quien te la dio.",
    },
    "link": {
        "en": "It was used already, or it is older than {minutes} minutes. Ask for another one.",
        "fr": "Il a déjà servi, ou il a plus de {minutes} minutes. Demandez-en un autre.",
        "es": "Ya se ha usado, o tiene más de {minutes} minutos. Pide otro.",
    },
    "form": {
        "en": "Go back to your games and try again.",
        "fr": "Retournez à vos jeux et réessayez.",
        "es": "Vuelve a tus juegos e inténtalo de nuevo.",
    },
    "busy": {
        "en": "Wait a minute and try again.",
        "fr": "Patientez une minute et réessayez.",
        "es": "Espera un minuto e inténtalo de nuevo.",
    },
}

CODES: dict[type[OboleError], tuple[str, int]] = {
    NoSuchCampus: ("no-campus", 404),
    LinkOver: ("link", 410),
    FormRejected: ("form", 403),
}


def worded(error: OboleError, language: str, *, who: str) -> Refusal:
    """A refusal of a Campus, in the learner's language. Raises KeyError for one of elsewhere."""
    code, status = CODES[type(error)]
    facts: dict[str, object] = {"minutes": MINUTES}
    facts |= {name: value for name, value in vars(error).items() if isinstance(value, str | int)}
    return refusal(code, status, language, who=who, **facts)


def refusal(code: str, status: int, language: str, *, who: str, **facts: object) -> Refusal:
    return Refusal(
        code=code,
        status=status,
        happened=HAPPENED[code][language].format(**facts),
        to_do=TO_DO.get(code, ASK)[language].format(who=who, **facts),
    )


def moment(at: datetime, language: str, time_zone: str) -> str:
    """A day and a time, as they are where the client is."""
    there = at.astimezone(ZoneInfo(time_zone))
    return WORDS[language]["at"].format(
        day=format_date(there, "long", locale=language),
        time=format_time(there, "short", locale=language),
    )


def duration(centiseconds: int, language: str) -> str:
    """In whole minutes begun, from an hour on in hours and minutes."""
    hours, minutes = divmod(-(-centiseconds // 6_000), 60)
    form = WORDS[language]["hours" if hours else "minutes"]
    return form.format(hours=hours, minutes=minutes)
