"""A CSV dropped on the app's direct messages: whose learners, the person is asked in a message.

Nobody reads what is written there; who writes is told so.
"""

import json
from typing import Any

from sqlalchemy.orm import Session

from bot import people, refusals
from bot.language import Language
from bot.letters import Letter
from bot.slack.asking import Happened
from bot.slack.listening import Listening
from bot.slack.messages import Message, button, message
from bot.slack.roster_forms import CHOOSE, KINDS, described
from ledger import actors, idempotency, outbox
from ledger.actors import Act, Actor
from ledger.errors import NotAllowed
from ledger.ids import new_id
from ledger.models import Member, Source
from ledger.outbox import Delivery

DROPPED = "dropped file"
SPOKEN = {None, "file_share"}
"""Subtypes of what a person says; the others are of edits, and of what the app says itself."""
TEXTS = {"csv", "tsv", "text"}
"""What Slack calls the kinds of file that may be read."""


def said(happened: Happened) -> None:
    """Slack sends an event again when it doubts that it arrived: it is answered once."""
    event, actor = happened.event, happened.actor
    if actor is None or event.get("channel_type") != "im" or event.get("bot_id"):
        return
    if event.get("subtype") not in SPOKEN:
        return

    def answer(session: Session) -> None:
        mine = new_id()
        first = idempotency.claim(
            session,
            account_id=actor.account_id,
            key=happened.key,
            facts={"act": DROPPED},
            result_id=mine,
        )
        if first != mine:
            return
        for facts in [facts_of(file) for file in event.get("files") or []] or [{}]:
            add(session, actor, facts)

    happened.office.database.write(answer)


def add(session: Session, actor: Actor, facts: dict[str, Any]) -> None:
    assert actor.member_id is not None
    outbox.add(
        session,
        account_id=actor.account_id,
        kind=DROPPED,
        recipient_id=actor.member_id,
        facts=facts,
    )


def facts_of(file: dict[str, Any]) -> dict[str, Any]:
    kept = described(file)
    ending = kept["file"].rpartition(".")[2].casefold()
    return {**kept, "is_text": ending in KINDS or file.get("filetype") in TEXTS}


def compose(session: Session, delivery: Delivery) -> Letter:
    language = people.language_for(session, delivery)
    member = session.get_one(Member, (delivery.account_id, delivery.recipient_id))
    actor = actors.of_member(member, Source.SLACK)
    return Letter(language=language, message=asked_of(language, actor, delivery.facts))


def asked_of(language: Language, actor: Actor, facts: dict[str, Any]) -> Message:
    """In which group; or why nobody is registered by this."""
    say = language.mrkdwn
    if not facts:
        return message(say("dropped-words"))
    if not facts["is_text"]:
        return message(say("dropped-not-taken", file=facts["file"]))
    try:
        actor.must(Act.REGISTER)
    except NotAllowed as error:
        return message(refusals.sentence(say, error))
    value = json.dumps({"file": facts["file"], "url": facts["url"]}, ensure_ascii=False)
    choose = button(language("dropped-choose.button"), action_id=CHOOSE, value=value)
    return message(say("dropped-file", file=facts["file"]), buttons=[choose])


def register(on: Listening) -> None:
    on.event("message", said)
