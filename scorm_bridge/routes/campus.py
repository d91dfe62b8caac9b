"""/campus/<code>: a client's Campus, and the way in: a link by e-mail, and out again."""

import re
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, make_response, request

from ledger.errors import BadLearner
from scorm_bridge import bridge
from scorm_bridge.campus import refusals, sessions, sign_in
from scorm_bridge.campus.doors import Door
from scorm_bridge.campus.sessions import Visitor
from scorm_bridge.errors import LinkOver, TokenRejected
from scorm_bridge.routes import hosts
from scorm_bridge.routes.assets import A_YEAR
from scorm_bridge.routes.campus_games import games_page
from scorm_bridge.routes.campus_pages import (
    campus_page,
    colours_of,
    homewards,
    language,
    must_be_of,
    must_be_ours,
    page_of,
    refusal_page,
    set_cookie,
)

campus = Blueprint("campus", __name__, url_prefix="/campus/<code>")
campus.before_request(hosts.must_be_public)

ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
"""Enough to tell a slip of the pen; whether it is anyone's, nobody is told."""

ADDRESS_MOST = 254


@campus.get("")
@page_of
def home(door: Door, visitor: Visitor | None) -> Response:
    return sign_in_page(door) if visitor is None else games_page(door, visitor)


@campus.get("/colours-<digest>.css")
@page_of
def colours(door: Door, _: Visitor | None, digest: str) -> Response:
    """Its address changes with it. No page is asked who is there: what it says, all may know."""
    response = make_response(colours_of(door))
    response.content_type = "text/css; charset=utf-8"
    response.headers["Cache-Control"] = A_YEAR if digest else "no-cache"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@campus.post("/sign-in")
@page_of
def ask(door: Door, _: Visitor | None) -> Response:
    """Always the same answer: whether the address is known is told by the mail alone."""
    must_be_ours()
    here = bridge.current()
    if here.rates.before_sign_in(address=request.remote_addr):
        return busy(door)
    address = request.form.get("address", "").strip()
    if len(address) > ADDRESS_MOST or not ADDRESS.fullmatch(address):
        return sign_in_page(door, address=address[:ADDRESS_MOST], flaw="bad address", status=400)
    try:
        here.database.write(
            lambda session: sign_in.ask(session, door=door, keyring=here.keyring, address=address)
        )
    except BadLearner:
        return sign_in_page(door, flaw="bad address", status=400)
    return campus_page("campus_sent.html", door, minutes=refusals.MINUTES)


@campus.get("/sign-in/<token>")
@page_of
def arrive(door: Door, _: Visitor | None, token: str) -> Response:
    """A page with one button: programs that look through mail open links, and press nothing."""
    link_id = link_of(door, token)
    bridge.current().database.read(
        lambda session: sign_in.look(session, door=door, link_id=link_id)
    )
    return campus_page("campus_enter.html", door)


@campus.post("/sign-in/<token>")
@page_of
def enter(door: Door, visitor: Visitor | None, token: str) -> Response:
    must_be_ours()
    here = bridge.current()
    link_id = link_of(door, token)

    def write(session: Any) -> str:
        cookie = sign_in.use(session, door=door, link_id=link_id, keyring=here.keyring)
        if visitor is not None:
            sessions.end(session, visitor)
        return cookie

    return set_cookie(homewards(door), door, here.database.write(write))


@campus.post("/sign-out")
@page_of
def leave(door: Door, visitor: Visitor | None) -> Response:
    return signed_out(door, visitor, sessions.end)


@campus.post("/sign-out-everywhere")
@page_of
def leave_everywhere(door: Door, visitor: Visitor | None) -> Response:
    return signed_out(door, visitor, sessions.end_all)


def signed_out(door: Door, visitor: Visitor | None, end: Callable[..., None]) -> Response:
    """Where nobody is signed in any more there is nothing to end."""
    if visitor is not None:
        must_be_of(visitor)
        bridge.current().database.write(lambda session: end(session, visitor))
    return set_cookie(homewards(door), door, "")


def sign_in_page(door: Door, *, address: str = "", flaw: str = "", status: int = 200) -> Response:
    return campus_page("campus_sign_in.html", door, address=address, flaw=flaw, status=status)


def busy(door: Door) -> Response:
    said = refusals.refusal("busy", 429, language(None), who=door.client.name)
    return refusal_page(said, door)


def link_of(door: Door, token: str) -> Any:
    """The link that the token names. Raises LinkOver, also for one of another account."""
    try:
        account_id, link_id = bridge.current().tokens.signed_in(token)
    except TokenRejected:
        raise LinkOver from None
    if account_id != door.account.id:
        raise LinkOver
    return link_id
