"""GET and POST /campus/<code>/reminders/<token>: a learner wants no more reminders."""

from collections.abc import Callable

from flask import Blueprint, Response, request
from sqlalchemy.orm import Session

from scorm_bridge import bridge, reminders
from scorm_bridge.errors import TokenRejected
from scorm_bridge.player import LANGUAGES
from scorm_bridge.reminders import Reminded, Reminding
from scorm_bridge.routes import hosts
from scorm_bridge.routes.pages import language, page

reminding = Blueprint("reminding", __name__)
reminding.before_request(hosts.must_be_public)

MOST_BYTES = 4096
"""The form of RFC 8058 has one short field, of which nothing is read."""


@reminding.get("/campus/<code>/reminders/<token>")
def ask(code: str, token: str) -> Response:
    """A page with a button. It changes nothing: scanners of mail open every link."""
    here = bridge.current()
    return answered(code, token, here.database.read, reminders.look)


@reminding.post("/campus/<code>/reminders/<token>")
def turn_off(code: str, token: str) -> Response:
    """By the page's button, or by a mail program's own (RFC 8058), which has no cookie, and reads
    no more than the status. The link is all that it takes."""
    request.max_content_length = MOST_BYTES
    here = bridge.current()
    return answered(code, token, here.database.write, reminders.turn_off)


def answered(
    code: str,
    token: str,
    transaction: Callable[[Callable[[Session], Reminding]], Reminding],
    act: Callable[..., Reminding],
) -> Response:
    try:
        link = named(code, token)
        found = transaction(lambda session: act(session, link=link))
    except TokenRejected:
        spoken = language()
        refusal = reminders.unknown(spoken)
        return unframed(page("refusal.html", status=404, spoken=spoken, refusal=refusal))
    spoken = language(found.language if found.language in LANGUAGES else LANGUAGES[0])
    return unframed(
        page(
            "reminders.html",
            spoken=spoken,
            account_id=link.account_id,
            on_campus=True,
            leads_to="",
            is_off=found.is_off,
            words=reminders.worded(spoken, found),
        )
    )


def named(code: str, token: str) -> Reminded:
    account_id, client_id, learner_id = bridge.current().tokens.reminded(token)
    return Reminded(account_id=account_id, client_id=client_id, learner_id=learner_id, code=code)


def unframed(response: Response) -> Response:
    """No site may show the button as if it were its own."""
    policy = response.headers["Content-Security-Policy"]
    response.headers["Content-Security-Policy"] = f"{policy}; frame-ancestors 'none'"
    return response
