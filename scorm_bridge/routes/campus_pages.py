"""What every page of a Campus is made with: whose it is, who is there, its colours, its safety.

The cookie is of one client's Campus (its path), and of no script. A page may be framed by nobody.
What a form does is done only where the browser says that it was sent from our own page, and where
its field is of the session that is signed in.
"""

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any

from flask import Response, make_response, request
from werkzeug.utils import redirect

from ledger.errors import OboleError
from scorm_bridge import bridge
from scorm_bridge.campus import colours, doors, refusals, sessions, team, words
from scorm_bridge.campus.doors import Door
from scorm_bridge.campus.sessions import LIFETIME, Visitor
from scorm_bridge.errors import FormRejected, TokenRejected
from scorm_bridge.player import LANGUAGES
from scorm_bridge.refusals import Refusal
from scorm_bridge.routes import pages
from scorm_bridge.routes.pages import page, without_trace

COOKIE = "obole_campus"
MOST_BYTES = 16 * 1024


def campus_page(
    template: str,
    door: Door,
    *,
    visitor: Visitor | None = None,
    status: int = 200,
    leads_to: str = "",
    **facts: object,
) -> Response:
    """A page of the client's, in the learner's language, else the browser's."""
    here = bridge.current()
    spoken = language(visitor)
    response = page(
        template,
        status=status,
        spoken=spoken,
        leads_to=leads_to,
        on_campus=True,
        account_id=door.account.id,
        words=words.WORDS[spoken],
        client=door.client,
        home=path(door),
        style=f"{path(door)}/colours-{colours_digest(door)}.css",
        visitor=visitor,
        form=here.tokens.form(visitor.session.id) if visitor else "",
        **facts,
    )
    return guarded(response)


def guarded(response: Response) -> Response:
    """Framed by nobody. Our own origin is named to ourselves alone: `no-referrer`, which `page`
    sets, would have a browser send our forms with the origin `null`."""
    policy = response.headers["Content-Security-Policy"]
    response.headers["Content-Security-Policy"] = f"{policy}; frame-ancestors 'none'"
    response.headers["X-Frame-Options"] = "DENY"
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def refused(
    error: OboleError, door: Door | None = None, visitor: Visitor | None = None
) -> Response:
    """The page that says what happened. Raises an error that is none of a Campus's."""
    if type(error) not in refusals.CODES:
        raise error
    spoken = language(visitor)
    who = door.client.name if door else ""
    worded = refusals.worded(error, spoken, who=who)
    return refusal_page(worded, door, visitor)


def refusal_page(refusal: Refusal, door: Door | None, visitor: Visitor | None = None) -> Response:
    if door is None:
        shown = page(
            "refusal.html", status=refusal.status, spoken=language(visitor), refusal=refusal
        )
        return guarded(shown)
    return campus_page(
        "campus_refusal.html", door, visitor=visitor, status=refusal.status, refusal=refusal
    )


def language(visitor: Visitor | None) -> str:
    known = visitor.learner.language if visitor else None
    return known if known in LANGUAGES else pages.language()


def path(door: Door) -> str:
    return f"/campus/{door.code}"


def colours_of(door: Door) -> str:
    shown = colours.palette(colour=door.client.colour, accent=door.client.accent)
    return colours.stylesheet(shown)


def colours_digest(door: Door) -> str:
    return sha256(colours_of(door).encode()).hexdigest()[:12]


def opened(code: str) -> tuple[Door, Visitor | None]:
    """Whose page it is, and who is there. Raises NoSuchCampus."""
    here = bridge.current()
    cookie = request.cookies.get(COOKIE, "")

    def read(session: Any) -> tuple[Door, Visitor | None]:
        door = doors.find(session, code=code)
        visitor = sessions.find(session, client=door.client, cookie=cookie)
        if visitor and not team.may_enter(session, door, here.keyring, visitor.learner):
            visitor = None
        return door, visitor

    door, visitor = here.database.read(read)
    if visitor is not None and visitor.is_to_be_noted:
        here.database.write(lambda session: sessions.note(session, visitor))
    return door, visitor


def page_of(view: Callable[..., Response]) -> Callable[..., Response]:
    """A view of a Campus that was found, and who is there; a refusal is a page of it."""

    @wraps(view)
    def shown(code: str, **given: Any) -> Response:
        request.max_content_length = MOST_BYTES
        door: Door | None = None
        visitor: Visitor | None = None
        try:
            door, visitor = opened(code)
            return view(door, visitor, **given)
        except OboleError as error:
            return refused(error, door, visitor)

    return shown


def must_be_ours() -> None:
    """Raises FormRejected unless the browser says that our own page sent the form.

    Sec-Fetch-Site where there is one, which no page can forge; else Origin, which every browser
    sends with a POST.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site != "same-origin":
        raise FormRejected
    if site is None and request.headers.get("Origin") != bridge.current().places.public_origin:
        raise FormRejected


def must_be_of(visitor: Visitor) -> None:
    """Raises FormRejected unless the form was shown in the session that is signed in."""
    must_be_ours()
    try:
        session_id = bridge.current().tokens.formed(request.form.get("form", ""))
    except TokenRejected:
        raise FormRejected from None
    if session_id != visitor.session.id:
        raise FormRejected


def homewards(door: Door) -> Response:
    """To the Campus's own page, and nowhere else: no address is taken from a request."""
    return without_trace(make_response(redirect(path(door), code=303)))


def set_cookie(response: Response, door: Door, value: str) -> Response:
    response.set_cookie(
        COOKIE,
        value,
        max_age=LIFETIME if value else 0,
        path=path(door),
        secure=bridge.current().places.is_secure,
        httponly=True,
        samesite="Lax",
    )
    return response
