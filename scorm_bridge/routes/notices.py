"""GET /privacy: what is kept of a learner, linked from every page of ours; on every host."""

import re
from uuid import UUID

from flask import Blueprint, Response

from ledger import accounts
from scorm_bridge import bridge, privacy
from scorm_bridge.routes.pages import chosen_language, page

notices = Blueprint("notices", __name__)

HEX = re.compile(r"[0-9a-f]{32}")


@notices.get("/privacy")
@notices.get("/privacy/<account>")
def notice(account: str | None = None) -> Response:
    """Of one account's games, or of any where a page of ours could not know whose it was."""
    return shown(account)


@notices.get("/privacy/<account>/campus")
def campus_notice(account: str) -> Response:
    """Of those who come by a Campus, where an address and a cookie are kept."""
    return shown(account, on_campus=True)


def shown(account: str | None, *, on_campus: bool = False) -> Response:
    here = bridge.current()
    spoken = chosen_language()
    name = None if account is None else name_of(account)
    if account is not None and name is None:
        return page("refusal.html", status=404, spoken=spoken, refusal=privacy.unknown(spoken))
    return page(
        "privacy.html",
        spoken=spoken,
        notice=privacy.notice(spoken, account=name, retention=here.retention, on_campus=on_campus),
        languages=privacy.LANGUAGE_NAMES,
    )


def name_of(account: str) -> str | None:
    if not HEX.fullmatch(account):
        return None
    database = bridge.current().database
    return database.read(lambda session: accounts.name_of(session, UUID(account)))
