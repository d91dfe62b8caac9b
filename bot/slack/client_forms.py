"""Adding and changing a client: in the line, or in a modal that is prefilled from it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from bot import wording
from bot.language import Language
from bot.slack import client_search, inputs
from bot.slack.asking import Asked, Submitted
from bot.slack.blocks import Block, option
from bot.slack.listening import Listening
from bot.slack.messages import Message, message, typing
from bot.slack.modals import Modal
from bot.slack.words import quoted
from ledger import clients
from ledger.actors import Act
from ledger.errors import AccessFixed, BadColour, BadText, BadTimeZone, NameTaken
from ledger.models import Access, Client

ADD, EDIT = "client.add", "client.edit"
FIELDS = {
    "name": "name",
    "alias": "alias",
    "country": "country",
    "time-zone": "time_zone",
    "vat-id": "vat_id",
    "access": "access",
    "colour": "colour",
    "accent": "accent",
    "leaderboard": "has_leaderboard",
}
"""What `client edit` changes, as it is typed."""
MOST = {"name": 120, "alias": 60, "country": 2, "time_zone": 64, "vat_id": 20}
COLOURS = {"colour": 7, "accent": 7}
SHOWN = "shown"
YES, NO = {"yes", "on", "oui"}, {"no", "off", "non"}


def add(asked: Asked, words: list[str]) -> Message | Modal:
    """`client add NAME ALIAS campus|scorm`."""
    asked.actor.must(Act.ADD_CLIENT)
    name, alias, access = (*words, "", "", "")[:3]
    if access.casefold() not in set(Access) or len(words) > 3:
        return form(asked.language, name=name, alias=alias)
    facts = {"name": name, "alias": alias, "access": Access(access.casefold())}
    return added(asked, facts)


def added(asked: Asked, facts: dict[str, Any]) -> Message:
    def make(session: Session) -> Message:
        client = clients.add_client(session, actor=asked.actor, **facts)
        return done(asked.language, "client-added", client)

    return asked.database.write(make)


def done(language: Language, id: str, client: Client) -> Message:
    """With the next steps: a client without credits turns its learners away, and on a Campus they
    come in by groups."""
    alias = quoted(client.alias)
    said = language.mrkdwn(id, client=wording.named(client.name, client.alias))
    ways = [typing(language("client-allocate.button"), f"allocate {alias}", name="allocate")]
    if client.access is Access.CAMPUS:
        ways.append(typing(language("group-make.button"), f"group make {alias}", name="group"))
    return message(said, buttons=ways)


def form(language: Language, *, name: str, alias: str) -> Modal:
    return Modal(
        callback_id=ADD,
        title=language("client-add.title"),
        submit=language("client-add.submit"),
        close=language("client-add.close"),
        blocks=[
            text(language, "name", name, is_optional=False),
            text(language, "alias", alias),
            access(language, Access.SCORM),
            *(text(language, field, "") for field in ("country", "time_zone", "vat_id")),
        ],
    )


def access(language: Language, chosen: Access) -> Block:
    options = [
        option(language("access-scorm.option"), Access.SCORM.value),
        option(language("access-campus.option"), Access.CAMPUS.value),
    ]
    label, hint = language("client-access.label"), language("client-access.hint")
    return inputs.choice("access", label, options, chosen=chosen.value, hint=hint)


def text(language: Language, field: str, value: str | None, *, is_optional: bool = True) -> Block:
    label, hint = LABELS[field]
    return inputs.text(
        field,
        language(label),
        hint=language(hint) if hint else None,
        value=value,
        most=(MOST | COLOURS)[field],
        is_optional=is_optional,
    )


LABELS = {
    "name": ("client-name.label", "client-name.hint"),
    "alias": ("client-alias.label", "client-alias.hint"),
    "country": ("client-country.label", "client-country.hint"),
    "time_zone": ("client-time-zone.label", "client-time-zone.hint"),
    "vat_id": ("client-vat-id.label", None),
    "colour": ("client-colour.label", "client-colour.hint"),
    "accent": ("client-accent.label", "client-accent.hint"),
}


def add_sent(asked: Submitted) -> Message:
    filled = asked.filled
    given = {field: filled.text(field) for field in MOST}
    facts = {field: value for field, value in given.items() if value}
    return added(asked, {**facts, "access": Access(filled.chosen("access") or Access.SCORM)})


def edit(asked: Asked, words: list[str]) -> Message | Modal:
    """`client edit CLIENT [FIELD VALUE]…`."""
    asked.actor.must(Act.CHANGE_CLIENT)
    if not words:
        return message(asked.language.mrkdwn("client-usage"))
    given, *pairs = words
    fields = [field.casefold() for field in pairs[::2]]
    if len(pairs) % 2 or not set(fields) <= FIELDS.keys():
        return message(asked.language.mrkdwn("client-fields", fields=list(FIELDS)))

    def find(session: Session) -> Client:
        return clients.find_client(session, account_id=asked.actor.account_id, given=given)

    if not pairs:
        return edit_form(asked.language, asked.database.read(find))
    changes = {FIELDS[field]: value for field, value in zip(fields, pairs[1::2], strict=True)}
    if trouble := misread(asked.language, changes):
        return trouble

    def change(session: Session) -> Message:
        return changed(session, asked, find(session), changes)

    return asked.database.write(change)


def misread(language: Language, changes: dict[str, Any]) -> Message | None:
    """What is one of a few words is put in place of them; None where all could be."""
    if "access" in changes:
        given = changes["access"].casefold()
        if given not in set(Access):
            return message(language.mrkdwn("client-no-access", given=given))
        changes["access"] = Access(given)
    if "has_leaderboard" in changes:
        given = changes["has_leaderboard"].casefold()
        if given not in YES | NO:
            return message(language.mrkdwn("client-no-leaderboard", given=given))
        changes["has_leaderboard"] = given in YES
    return None


def changed(session: Session, asked: Asked, client: Client, changes: Mapping[str, Any]) -> Message:
    """All of it, or nothing; first what may be refused, which names the client as it was."""
    facts = dict(changes)
    access = facts.pop("access", None)
    if access is not None:
        clients.change_access(session, actor=asked.actor, client=client, access=access)
    if facts:
        clients.change_client(session, actor=asked.actor, client=client, **facts)
    return done(asked.language, "client-changed", client)


def edit_form(language: Language, client: Client) -> Modal:
    optional = {"country", "vat_id"}
    board = [option(language("client-leaderboard.option"), SHOWN)]
    return Modal(
        callback_id=EDIT,
        title=language("client-edit.title"),
        submit=language("client-edit.submit"),
        close=language("client-add.close"),
        keeps={"client": client.id.hex},
        blocks=[
            *(
                text(language, field, getattr(client, field), is_optional=field in optional)
                for field in MOST
            ),
            access(language, client.access),
            *(text(language, field, getattr(client, field)) for field in COLOURS),
            inputs.ticks(
                "leaderboard",
                language("client-leaderboard.label"),
                board,
                ticked=[SHOWN] if client.has_leaderboard else [],
            ),
        ],
    )


def edit_sent(asked: Submitted) -> Message:
    filled = asked.filled
    changes: dict[str, Any] = {field: filled.text(field) for field in MOST | COLOURS}
    changes["access"] = Access(filled.chosen("access") or "")
    changes["has_leaderboard"] = SHOWN in filled.ticked("leaderboard")

    def change(session: Session) -> Message:
        client = client_search.chosen(session, asked, asked.kept["client"])
        return changed(session, asked, client, changes)

    return asked.database.write(change)


def register(on: Listening) -> None:
    below = {NameTaken: "alias", BadTimeZone: "time_zone", BadText: "name"}
    on.submission(ADD, add_sent, inputs=below)
    more = {AccessFixed: "access", BadColour: "colour"}
    on.submission(EDIT, edit_sent, inputs={**below, **more})
