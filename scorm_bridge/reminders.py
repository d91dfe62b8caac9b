"""Reminders by mail, which a learner turns off by a link in each of them, without signing in.

What they asked for themselves, as a link to sign in, and invitations to other games they still get.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ledger import clock
from ledger.models import Campus, Client, Learner
from scorm_bridge.errors import TokenRejected
from scorm_bridge.refusals import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminded:
    """Whose link it is, as a token says, on the Campus of `code`."""

    account_id: UUID
    client_id: UUID
    learner_id: UUID
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminding:
    """`client` is the client's name; `language` the learner's, where it is known."""

    client: str
    language: str | None
    is_off: bool


def look(session: Session, *, link: Reminded) -> Reminding:
    """Whether its learner is reminded. Raises TokenRejected, on another client's Campus too.

    Who was erased is not, and nothing says that they were.
    """
    row = session.execute(
        select(Campus.code, Client.name, Learner.language, Learner.reminders_off_at, Learner.lms_id)
        .join(Client, (Client.account_id == Learner.account_id) & (Client.id == Learner.client_id))
        .join(Campus, (Campus.account_id == Client.account_id) & (Campus.client_id == Client.id))
        .where(
            Learner.account_id == link.account_id,
            Learner.client_id == link.client_id,
            Learner.id == link.learner_id,
        )
    ).one_or_none()
    if row is None or row.code != link.code:
        raise TokenRejected
    _, client, language, off_at, lms_id = row
    return Reminding(client=client, language=language, is_off=bool(off_at) or lms_id is None)


def turn_off(session: Session, *, link: Reminded) -> Reminding:
    """Remind the learner of nothing from now on; again changes nothing. Raises as `look`."""
    found = look(session, link=link)
    session.execute(
        update(Learner)
        .where(
            Learner.account_id == link.account_id,
            Learner.client_id == link.client_id,
            Learner.id == link.learner_id,
            Learner.reminders_off_at.is_(None),
        )
        .values(reminders_off_at=clock.now())
    )
    return Reminding(client=found.client, language=found.language, is_off=True)


WORDS = {
    "en": {
        "title": "Reminders of {who}",
        "text": "{who} reminds you by e-mail when a game of yours opens, and before it ends.",
        "button": "No more reminders",
        "off": "You get no more reminders of {who}.",
        "off text": "You can still sign in and play, and you are still invited to new games.",
        "unknown": "This link is not valid: it is incomplete or was changed.",
        "unknown text": "Open it again from the e-mail. If it fails again, tell the person who "
        "invited you to the game.",
    },
    "fr": {
        "title": "Les rappels de {who}",
        "text": "{who} vous rappelle par e-mail l’ouverture de vos jeux, puis leur fin prochaine.",
        "button": "Ne plus recevoir de rappels",
        "off": "Vous ne recevrez plus de rappels de {who}.",
        "off text": "Vous pouvez toujours vous connecter et jouer, et on vous invitera toujours "
        "aux nouveaux jeux.",
        "unknown": "Ce lien n’est pas valable : il est incomplet ou a été modifié.",
        "unknown text": "Rouvrez-le depuis l’e-mail. S’il ne fonctionne toujours pas, prévenez la "
        "personne qui vous a proposé ce jeu.",
    },
    "es": {
        "title": "Los recordatorios de {who}",
        "text": "{who} te recuerda por correo cuándo se abre un juego tuyo y cuándo va a terminar.",
        "button": "No recibir más recordatorios",
        "off": "Ya no recibirás recordatorios de {who}.",
        "off text": "Puedes seguir entrando y jugando, y te seguirán invitando a juegos nuevos.",
        "unknown": "Este enlace no es válido: está incompleto o fue modificado.",
        "unknown text": "Vuelve a abrirlo desde el correo. Si sigue fallando, avisa a la persona "
        "que te invitó al juego.",
    },
}


def worded(language: str, found: Reminding) -> dict[str, str]:
    return {name: text.format(who=found.client) for name, text in WORDS[language].items()}


def unknown(language: str) -> Refusal:
    words = WORDS[language]
    return Refusal(
        code="reminders-link", status=404, happened=words["unknown"], to_do=words["unknown text"]
    )
