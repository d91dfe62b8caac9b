"""Learners who wait for their place on a page of ours, which asks again by itself."""

from sqlalchemy.orm import Session

from ledger import clock, registration
from ledger.keyring import KeyRing
from scorm_bridge import admission, holds
from scorm_bridge.errors import TokenRejected
from scorm_bridge.launches import Call, known_package, newcomer_of, place_of
from scorm_bridge.models import Mode

EVERY_SECONDS = 20
FOR_SECONDS = 4 * 3600
"""A page that was forgotten in some window asks no longer than this."""

WORDS = {
    "en": {
        "try": "Try now",
        "tries": "This page tries again by itself.",
        "tried": "Last tried at {time}.",
        "still": "Your turn has not come yet.",
        "opening": "The game is opening.",
        "offline": "The connection is lost. This page goes on trying.",
        "stopped": "This page no longer tries by itself. Press “Try now” to go on.",
    },
    "fr": {
        "try": "Réessayer",
        "tries": "Cette page réessaie d’elle-même.",
        "tried": "Dernier essai à {time}.",
        "still": "Ce n’est pas encore à vous.",
        "opening": "Le jeu s’ouvre.",
        "offline": "La connexion est perdue. Cette page continue d’essayer.",
        "stopped": "Cette page ne réessaie plus seule. Appuyez sur « Réessayer » pour continuer.",
    },
    "es": {
        "try": "Intentar ahora",
        "tries": "Esta página lo intenta por sí sola.",
        "tried": "Último intento a las {time}.",
        "still": "Todavía no es tu turno.",
        "opening": "El juego se está abriendo.",
        "offline": "Se ha perdido la conexión. Esta página lo sigue intentando.",
        "stopped": "Esta página ya no lo intenta sola. Pulsa «Intentar ahora» para continuar.",
    },
}
"""What the page says; `{time}` is put in by the browser, which knows where the learner is."""


def still_waits(session: Session, *, call: Call, keyring: KeyRing) -> bool:
    """Whether a launch would find what it found before: a newcomer who is held.

    It reads only. Whoever waits asks many times, and a launch would lock the package each time,
    and count a refusal. False means that a launch is worth it, not that it will succeed.

    Raises LaunchRefused or BadLearner, which a launch would raise as well.
    """
    if call.mode is not Mode.NORMAL:
        return False
    known = known_package(session, call=call, keyring=keyring)
    if known.is_revoked:
        raise TokenRejected
    admission.must_be_open(known.package, known.client, clock.now())
    newcomer = newcomer_of(known, call, keyring)
    if not holds.waits(session, known.package, newcomer.key):
        return False
    return registration.last_play(session, place_of(known), newcomer.key) is None
