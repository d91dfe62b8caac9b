"""What a learner reads when the game does not open: what happened, and whom to ask.

Learners are never told about money: a client without credits has no places left.
"""

from dataclasses import dataclass

from ledger.errors import BadLearner, GameNotVisible, NotEnoughCredits, OboleError
from scorm_bridge.errors import NothingToReview, PackageClosed, TokenRejected


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """`code` is what support looks up; `status` the HTTP status."""

    code: str
    status: int
    happened: str
    to_do: str


ASK = {
    "en": "Please tell the person at {who} who gave you this course. Nothing you did is lost.",
    "fr": "Prévenez la personne de {who} qui vous a donné ce cours. Rien de ce que vous avez fait "
    "n’est perdu.",
    "es": "Avisa a la persona de {who} que te dio este curso. Nada de lo que hiciste se pierde.",
}
WHO = {"en": "your company", "fr": "votre entreprise", "es": "tu empresa"}

HAPPENED = {
    "no-places": {
        "en": "There is no place left in this game at the moment.",
        "fr": "Il n’y a plus de place dans ce jeu pour le moment.",
        "es": "En este momento no quedan plazas en este juego.",
    },
    "token": {
        "en": "This course package is not valid here: it is incomplete, replaced or withdrawn.",
        "fr": "Ce package de cours n’est pas valable ici : incomplet, remplacé ou retiré.",
        "es": "Este paquete del curso no es válido aquí: incompleto, sustituido o retirado.",
    },
    "disabled": {
        "en": "This course is closed.",
        "fr": "Ce cours est fermé.",
        "es": "Este curso está cerrado.",
    },
    "not-started": {
        "en": "This course has not started yet.",
        "fr": "Ce cours n’a pas encore commencé.",
        "es": "Este curso todavía no ha empezado.",
    },
    "ended": {
        "en": "This course has ended.",
        "fr": "Ce cours est terminé.",
        "es": "Este curso ha terminado.",
    },
    "not-visible": {
        "en": "This game is not offered to you at the moment.",
        "fr": "Ce jeu ne vous est pas proposé pour le moment.",
        "es": "Este juego no se te ofrece en este momento.",
    },
    "learner": {
        "en": "Your training platform did not say who you are.",
        "fr": "Votre plateforme de formation n’a pas indiqué qui vous êtes.",
        "es": "Tu plataforma de formación no ha indicado quién eres.",
    },
    "nothing-to-review": {
        "en": "There is no finished play of yours to look at again.",
        "fr": "Vous n’avez pas de partie terminée à revoir.",
        "es": "No tienes ninguna partida terminada que revisar.",
    },
    "request": {
        "en": "Your training platform opened this course in a way that we do not understand.",
        "fr": "Votre plateforme de formation a ouvert ce cours d’une façon inattendue.",
        "es": "Tu plataforma de formación ha abierto este curso de una forma inesperada.",
    },
    "expired": {
        "en": "This page was opened too long ago.",
        "fr": "Cette page a été ouverte il y a trop longtemps.",
        "es": "Esta página se abrió hace demasiado tiempo.",
    },
}
REOPEN = {
    "en": "Open the game again from your training platform. Nothing you did is lost.",
    "fr": "Rouvrez le jeu depuis votre plateforme de formation. Rien de ce que vous avez fait "
    "n’est perdu.",
    "es": "Abre de nuevo el juego desde tu plataforma de formación. Nada de lo que hiciste se "
    "pierde.",
}


def worded(error: OboleError, language: str) -> Refusal:
    """The refusal of a launch, in the learner's language."""
    code, status = code_of(error)
    return refusal(code, status, language, who=getattr(error, "client", None))


def code_of(error: OboleError) -> tuple[str, int]:
    match error:
        case NotEnoughCredits():
            return "no-places", 402
        case TokenRejected():
            return "token", 403
        case PackageClosed(reason=reason):
            return reason.replace(" ", "-"), 403
        case GameNotVisible():
            return "not-visible", 403
        case BadLearner():
            return "learner", 400
        case NothingToReview():
            return "nothing-to-review", 404
    return "request", 400


def refusal(code: str, status: int, language: str, *, who: str | None = None) -> Refusal:
    ask = ASK[language].format(who=who or WHO[language])
    return Refusal(
        code=code,
        status=status,
        happened=HAPPENED[code][language],
        to_do=REOPEN[language] if code == "expired" else ask,
    )
