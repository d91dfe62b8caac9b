"""`/credits register`: learners into a group, by addresses in the line or a modal, or by a CSV.

Addresses are shown at once as what they come to; a file is read by the worker first.
"""

import json
import re
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from bot.language import Language
from bot.slack import group_page, group_search, inputs, roster_orders, roster_preview
from bot.slack import groups as asked_groups
from bot.slack.asking import Asked, Pressed, Submitted
from bot.slack.blocks import Block, section
from bot.slack.listening import Listening
from bot.slack.messages import Message, message
from bot.slack.modals import Errors, Modal
from bot.slack.roster_preview import Clerk
from ledger import groups, rosters
from ledger.actors import Act
from ledger.errors import BadRoster, GroupEnded, NotOffered, UnknownGroup
from ledger.models import Group
from ledger.rosters import Read

FORM, FILE_FORM, CHOOSE = "roster.form", "roster.file", "roster.choose"
KINDS = ("csv", "tsv", "txt")
MAILTO = re.compile(r"<mailto:(?P<address>[^|>]+)(?:\|[^>]*)?>")
"""As Slack's client sends an address that was typed in a command."""


def typed(asked: Asked) -> Message | Modal:
    """`register CLIENT GROUP ADDRESS…`; a modal where words are missing."""
    asked.actor.must(Act.REGISTER)
    words = asked.words
    if len(words) < asked_groups.NAMED:
        return form(asked.language)
    group = asked.database.read(lambda session: asked_groups.named(session, asked))
    given = words[asked_groups.NAMED :]
    if not given:
        return form(asked.language, group)
    return considered(asked, group.id, rosters.read_pasted("\n".join(map(bare, given))))


def bare(word: str) -> str:
    """An address without the link that Slack makes of it, and without a comma after it."""
    return MAILTO.sub(lambda found: found["address"], word).strip(",;")


def considered(asked: Asked, group_id: UUID, read: Read) -> Message:
    kept = asked.database.write(
        lambda session: roster_preview.keep(session, asked.actor, group_id, read)
    )
    return roster_preview.shown(Clerk.of(asked), kept, read=read)


def form(language: Language, group: Group | None = None) -> Modal:
    return Modal(
        callback_id=FORM,
        title=language("register-form.title"),
        submit=language("register-form.submit"),
        close=language("register-form.close"),
        blocks=[
            search(language, group),
            inputs.text(
                "addresses",
                language("register-addresses.label"),
                hint=language("register-addresses.hint"),
                is_long=True,
                is_optional=True,
            ),
            inputs.files(
                "file",
                language("register-file.label"),
                kinds=KINDS,
                hint=language("register-file.hint"),
                is_optional=True,
            ),
        ],
    )


def search(language: Language, group: Group | None = None) -> Block:
    label, hint = language("register-group.label"), language("register-group.hint")
    return group_search.search(label, hint, chosen=group)


def submitted(asked: Submitted) -> Message | Errors:
    asked.actor.must(Act.REGISTER)
    group_id = group_search.chosen(asked.filled.chosen(group_search.GROUP))
    addresses, files = asked.filled.text("addresses"), asked.filled.files("file")
    if bool(addresses) is bool(files):
        id = "register-both" if addresses else "register-nothing"
        return Errors({"addresses": asked.language(id)})
    if addresses:
        return considered(asked, group_id, rosters.read_pasted(addresses))
    return ordered(asked, group_id, described(files[0]))


def described(file: dict[str, Any]) -> dict[str, str]:
    """What is kept of Slack's file object."""
    name, url = str(file.get("name") or "learners.csv"), file.get("url_private_download")
    return {"file": name[:NAME_MOST], "url": str(url or "")}


NAME_MOST = 200


def ordered(asked: Submitted, group_id: UUID, file: dict[str, str]) -> Message | Errors:
    """An order for the worker, once for each modal."""
    if not file["url"]:
        said = asked.language("register-not-fetched", file=file["file"])
        return Errors({"file": said})

    def order(session: Session) -> None:
        groups.by_id(session, account_id=asked.actor.account_id, id=group_id)
        key = f"slack view {asked.view_id}"
        roster_orders.read_file(session, asked, group_id=group_id, key=key, **file)

    asked.database.write(order)
    return message(asked.language.mrkdwn("register-ordered", file=file["file"]))


def for_group(pressed: Pressed) -> Modal:
    """From the button of a group."""
    pressed.actor.must(Act.REGISTER)
    account_id, id = pressed.actor.account_id, UUID(pressed.value)
    group = pressed.database.read(
        lambda session: groups.by_id(session, account_id=account_id, id=id)
    )
    return form(pressed.language, group)


def for_file(pressed: Pressed) -> Modal:
    """From the button beside a file that was dropped, which the modal keeps."""
    pressed.actor.must(Act.REGISTER)
    language, file = pressed.language, json.loads(pressed.value)
    return Modal(
        callback_id=FILE_FORM,
        title=language("register-form.title"),
        submit=language("register-form.submit"),
        close=language("register-form.close"),
        keeps=file,
        blocks=[
            section(language.mrkdwn("register-file-kept", file=file["file"])),
            search(language),
        ],
    )


def file_submitted(asked: Submitted) -> Message | Errors:
    asked.actor.must(Act.REGISTER)
    group_id = group_search.chosen(asked.filled.chosen(group_search.GROUP))
    kept = {name: str(asked.kept[name]) for name in ("file", "url")}
    return ordered(asked, group_id, kept)


BELOW = {
    BadRoster: "addresses",
    GroupEnded: group_search.GROUP,
    UnknownGroup: group_search.GROUP,
    NotOffered: group_search.GROUP,
}


def register(on: Listening) -> None:
    on.submission(FORM, submitted, inputs=BELOW)
    on.submission(FILE_FORM, file_submitted, inputs=BELOW)
    on.action(group_page.REGISTER, for_group)
    on.action(CHOOSE, for_file)
    roster_preview.register(on)
