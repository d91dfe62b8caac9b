"""What a learner reads when the game does not open: what happened, and whom to ask.

Learners are never told about money: a client without credits has no places left.
"""

from dataclasses import dataclass

from ledger.errors import BadLearner, GameClosed, GameNotVisible, NotEnoughCredits, OboleError
from scorm_bridge.errors import (
    ClosedToNewcomers,
    LearnerHeld,
    LearnerNotAdmitted,
    LearnerUnreadable,
    NothingToReview,
    OriginRefused,
    PackageClosed,
    PackageFull,
    PreviewsSpent,
    ReplayRefused,
    TokenRejected,
)


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
    "closed": {
        "en": "This course takes no new learners any more.",
        "fr": "Ce cours n’accueille plus de nouveaux apprenants.",
        "es": "Este curso ya no admite nuevos alumnos.",
    },
    "full": {
        "en": "All places in this course are taken.",
        "fr": "Toutes les places de ce cours sont prises.",
        "es": "Todas las plazas de este curso están ocupadas.",
    },
    "origin": {
        "en": "This course is not meant for the training platform that opened it.",
        "fr": "Ce cours n’est pas prévu pour la plateforme de formation qui l’a ouvert.",
        "es": "Este curso no está previsto para la plataforma de formación que lo ha abierto.",
    },
    "not-admitted": {
        "en": "You are not among the learners of this course.",
        "fr": "Vous ne faites pas partie des apprenants de ce cours.",
        "es": "No figuras entre los alumnos de este curso.",
    },
    "held": {
        "en": "Your place is being confirmed.",
        "fr": "Votre place est en cours de confirmation.",
        "es": "Estamos confirmando tu plaza.",
    },
    "busy": {
        "en": "Very many people are opening a game at this moment.",
        "fr": "Un très grand nombre de personnes ouvrent un jeu en ce moment.",
        "es": "Muchísimas personas están abriendo un juego en este momento.",
    },
    "finished": {
        "en": "You have finished this game, and it is played once.",
        "fr": "Vous avez terminé ce jeu, et il ne se joue qu’une fois.",
        "es": "Has terminado este juego, y solo se juega una vez.",
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
    "learner-id": {
        "en": "Your training platform knows you by an id that is too long or cannot be read.",
        "fr": "Votre plateforme de formation vous désigne par un identifiant trop long ou "
        "illisible.",
        "es": "Tu plataforma de formación te conoce por un identificador demasiado largo o "
        "ilegible.",
    },
    "nothing-to-review": {
        "en": "There is no finished play of yours to look at again.",
        "fr": "Vous n’avez pas de partie terminée à revoir.",
        "es": "No tienes ninguna partida terminada que revisar.",
    },
    "previews": {
        "en": "This course has been previewed as often as it may be today.",
        "fr": "Ce cours a été affiché en aperçu autant de fois que possible aujourd’hui.",
        "es": "Este curso ya se ha visto en vista previa tantas veces como se permite hoy.",
    },
    "preview-token": {
        "en": "This preview link is not valid: it is incomplete or was changed.",
        "fr": "Ce lien d’aperçu n’est pas valable : il est incomplet ou a été modifié.",
        "es": "Este enlace de vista previa no es válido: está incompleto o fue modificado.",
    },
    "preview-ended": {
        "en": "This preview has ended.",
        "fr": "Cet aperçu est terminé.",
        "es": "Esta vista previa ha terminado.",
    },
    "preview-used-up": {
        "en": "This preview has been opened as often as it may be.",
        "fr": "Cet aperçu a été ouvert autant de fois que prévu.",
        "es": "Esta vista previa ya se ha abierto todas las veces previstas.",
    },
    "request": {
        "en": "Your training platform opened this course in a way that we do not understand.",
        "fr": "Votre plateforme de formation a ouvert ce cours d’une façon inattendue.",
        "es": "Tu plataforma de formación ha abierto este curso de una forma inesperada.",
    },
    "failed": {
        "en": "Something went wrong on our side.",
        "fr": "Une erreur s’est produite de notre côté.",
        "es": "Algo ha fallado por nuestra parte.",
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


WAIT = {
    "en": "Many people came at once. Leave this page open: the game opens as soon as your place is "
    "confirmed. If it lasts, tell the person at {who} who gave you this course.",
    "fr": "Beaucoup de personnes sont arrivées en même temps. Laissez cette page ouverte : le jeu "
    "s’ouvrira dès que votre place sera confirmée. Si cela dure, prévenez la personne de {who} qui "
    "vous a donné ce cours.",
    "es": "Ha llegado mucha gente a la vez. Deja esta página abierta: el juego se abrirá en cuanto "
    "se confirme tu plaza. Si continúa, avisa a la persona de {who} que te dio este curso.",
}
TOMORROW = {
    "en": "Preview it again tomorrow, or open it as a learner. To preview it more often, ask the "
    "person at {who} who gave you this course.",
    "fr": "Réessayez l’aperçu demain, ou ouvrez le cours comme apprenant. Pour un plus grand "
    "nombre d’aperçus, adressez-vous à la personne de {who} qui vous a donné ce cours.",
    "es": "Vuelve a probar la vista previa mañana, o abre el curso como alumno. Para verlo más "
    "veces, habla con la persona de {who} que te dio este curso.",
}
NEW_LINK = {
    "en": "Ask the person who sent you the link for a new one.",
    "fr": "Demandez un nouveau lien à la personne qui vous a envoyé celui-ci.",
    "es": "Pide un enlace nuevo a la persona que te envió este.",
}
QUEUE = {
    "en": "Leave this page open: it opens the game in a moment. Nothing you did is lost.",
    "fr": "Laissez cette page ouverte : elle ouvrira le jeu dans un instant. Rien de ce que vous "
    "avez fait n’est perdu.",
    "es": "Deja esta página abierta: abrirá el juego en un momento. Nada de lo que hiciste se "
    "pierde.",
}
LET_AGAIN = {
    "en": "Leave this page open: in a moment it lets you try again.",
    "fr": "Laissez cette page ouverte : dans un instant, vous pourrez réessayer.",
    "es": "Deja esta página abierta: en un momento podrás intentarlo de nuevo.",
}
"""Of a page that cannot try by itself, as a link's, and is loaded again instead."""
GO_BACK = {
    "en": "Go back and try again in a moment. Nothing you did is lost.",
    "fr": "Revenez en arrière et réessayez dans un instant. Rien de ce que vous avez fait n’est "
    "perdu.",
    "es": "Vuelve atrás e inténtalo de nuevo en un momento. Nada de lo que hiciste se pierde.",
}
"""Of a page that is the answer to a form: loaded again, it would be sent twice."""
REPORT = {
    "en": "Try again in a moment. If this lasts, give the code below to the person at {who} who "
    "sent you here. Nothing you did is lost.",
    "fr": "Réessayez dans un instant. Si cela dure, donnez le code ci-dessous à la personne de "
    "{who} qui vous a envoyé ici. Rien de ce que vous avez fait n’est perdu.",
    "es": "Vuelve a intentarlo en un momento. Si continúa, da el código de abajo a la persona de "
    "{who} que te envió aquí. Nada de lo que hiciste se pierde.",
}
TO_DO = {
    "failed": REPORT,
    "expired": REOPEN,
    "held": WAIT,
    "previews": TOMORROW,
    "preview-token": NEW_LINK,
    "preview-ended": NEW_LINK,
    "preview-used-up": NEW_LINK,
    "busy": QUEUE,
}

OFFER = {
    "en": {
        "happened": "You have finished this game.",
        "to_do": "Your result is kept. You can look at it again, or play from the beginning, which "
        "takes another place of {who}.",
        "again": "Play again",
        "review": "Look at it again",
    },
    "fr": {
        "happened": "Vous avez terminé ce jeu.",
        "to_do": "Votre résultat est conservé. Vous pouvez le revoir, ou rejouer depuis le début, "
        "ce qui prend une autre place de {who}.",
        "again": "Rejouer",
        "review": "Le revoir",
    },
    "es": {
        "happened": "Has terminado este juego.",
        "to_do": "Tu resultado se conserva. Puedes verlo de nuevo o jugar desde el principio, lo "
        "que ocupa otra plaza de {who}.",
        "again": "Jugar de nuevo",
        "review": "Verlo de nuevo",
    },
}
"""What is asked of a learner who may play again (R8: told first that it is another play)."""


def offer(language: str, *, who: str) -> dict[str, str]:
    words = OFFER[language]
    return {**words, "to_do": words["to_do"].format(who=who)}


def worded(error: OboleError, language: str) -> Refusal:
    """The refusal of a launch, in the learner's language."""
    code, status = code_of(error)
    return refusal(code, status, language, who=getattr(error, "client", None))


def code_of(error: OboleError) -> tuple[str, int]:
    """What support looks up, and the HTTP status."""
    if isinstance(error, PackageClosed):
        return error.reason.replace(" ", "-"), 403
    return CODES.get(type(error), ("request", 400))


CODES: dict[type[OboleError], tuple[str, int]] = {
    NotEnoughCredits: ("no-places", 402),
    TokenRejected: ("token", 403),
    ClosedToNewcomers: ("closed", 403),
    PackageFull: ("full", 403),
    OriginRefused: ("origin", 403),
    LearnerNotAdmitted: ("not-admitted", 403),
    LearnerHeld: ("held", 403),
    ReplayRefused: ("finished", 403),
    GameNotVisible: ("not-visible", 403),
    GameClosed: ("closed", 403),
    BadLearner: ("learner", 400),
    LearnerUnreadable: ("learner-id", 400),
    NothingToReview: ("nothing-to-review", 404),
    PreviewsSpent: ("previews", 429),
}


def refusal(code: str, status: int, language: str, *, who: str | None = None) -> Refusal:
    return Refusal(
        code=code,
        status=status,
        happened=HAPPENED[code][language],
        to_do=TO_DO.get(code, ASK)[language].format(who=who or WHO[language]),
    )
