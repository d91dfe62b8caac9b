"""What a learner on a Campus reads when something is not done: what happened, and whom to ask."""

from ledger.errors import (
    AccessIsScorm,
    ClientArchived,
    GameClosed,
    GameNotVisible,
    GroupEnded,
    GroupNotStarted,
    NoContent,
    NotEnoughCredits,
    NotInGroup,
    NotInTime,
    OboleError,
    PlayTimeOver,
)
from scorm_bridge import refusals
from scorm_bridge.campus.sign_in import LINK_LIFETIME
from scorm_bridge.campus.telling import moment
from scorm_bridge.errors import FormRejected, LinkOver, NoSuchCampus
from scorm_bridge.refusals import Refusal

MINUTES = int(LINK_LIFETIME.total_seconds() // 60)

ASK = {
    "en": "Ask the person at {who} who invited you. Nothing you did is lost.",
    "fr": "Adressez-vous à la personne de {who} qui vous a invité. Rien de ce que vous avez fait "
    "n’est perdu.",
    "es": "Pregunta a la persona de {who} que te invitó. Nada de lo que hiciste se pierde.",
}
WAIT = {
    "en": "Wait a minute and try again.",
    "fr": "Patientez une minute et réessayez.",
    "es": "Espera un minuto e inténtalo de nuevo.",
}
COME_BACK = {
    "en": "Come back then: your place is kept.",
    "fr": "Revenez à ce moment-là : votre place est gardée.",
    "es": "Vuelve entonces: tu plaza está reservada.",
}

HAPPENED: dict[str, dict[str, str]] = {
    "no-places": refusals.HAPPENED["no-places"],
    "not-visible": refusals.HAPPENED["not-visible"],
    "crowd": refusals.HAPPENED["busy"],
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
    "no-play": {
        "en": "You have no place in this game.",
        "fr": "Vous n’avez pas de place dans ce jeu.",
        "es": "No tienes plaza en este juego.",
    },
    "not-started": {
        "en": "This game starts on {moment}.",
        "fr": "Ce jeu commence le {moment}.",
        "es": "Este juego empieza el {moment}.",
    },
    "ended": {
        "en": "The time of the group “{group}” has ended.",
        "fr": "Le groupe « {group} » est terminé.",
        "es": "El plazo del grupo «{group}» ha terminado.",
    },
    "time-over": {
        "en": "You have played for the {minutes} minutes that your group has.",
        "fr": "Vous avez joué pendant les {minutes} minutes prévues pour votre groupe.",
        "es": "Has jugado los {minutes} minutos previstos para tu grupo.",
    },
    "closed": {
        "en": "This game takes no new learners.",
        "fr": "Ce jeu n’accueille pas de nouveaux apprenants.",
        "es": "Este juego no admite nuevos alumnos.",
    },
    "busy": {
        "en": "Very many people are signing in at this moment.",
        "fr": "Un très grand nombre de personnes se connectent en ce moment.",
        "es": "Muchísimas personas están iniciando sesión en este momento.",
    },
}
TO_DO: dict[str, dict[str, str]] = {
    "not-started": COME_BACK,
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
    "busy": WAIT,
    "crowd": WAIT,
}

CODES: dict[type[OboleError], tuple[str, int]] = {
    NotEnoughCredits: ("no-places", 402),
    GameNotVisible: ("not-visible", 403),
    GameClosed: ("closed", 403),
    NoContent: ("closed", 403),
    NotInGroup: ("no-play", 404),
    GroupNotStarted: ("not-started", 403),
    GroupEnded: ("ended", 403),
    PlayTimeOver: ("time-over", 403),
    NoSuchCampus: ("no-campus", 404),
    ClientArchived: ("no-campus", 404),
    AccessIsScorm: ("no-campus", 404),
    LinkOver: ("link", 410),
    FormRejected: ("form", 403),
}


def worded(error: OboleError, language: str, *, who: str) -> Refusal:
    """A refusal of a Campus, in the learner's language. Raises KeyError for one of elsewhere."""
    code, status = CODES[type(error)]
    facts: dict[str, object] = {"minutes": MINUTES, **vars(error)}
    if isinstance(error, NotInTime):
        facts["moment"] = moment(error.at, language, error.time_zone)
    return refusal(code, status, language, who=who, **facts)


def code_of(error: OboleError) -> str:
    """What a dashboard counts a refused launch by."""
    return CODES.get(type(error), ("request", 400))[0]


def refusal(code: str, status: int, language: str, *, who: str, **facts: object) -> Refusal:
    return Refusal(
        code=code,
        status=status,
        happened=HAPPENED[code][language].format(**facts),
        to_do=TO_DO.get(code, ASK)[language].format(who=who, **facts),
    )
