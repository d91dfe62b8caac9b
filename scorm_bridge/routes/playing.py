"""What a launch leads to, on the content origin: the player, or a page that opens it in a window.

GET /play/<grant> is the way from a launch. GET /open/<opening> is the player and nothing else, as
often as asked: what a prompt opens. GET /prompt/<opening> is where a player goes in whose frame
the browser lets the game keep nothing.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, make_response, redirect
from sqlalchemy.orm import Session

from ledger.ids import new_id
from scorm_bridge import bridge, player, prompts
from scorm_bridge.campus import way_back
from scorm_bridge.errors import TokenRejected
from scorm_bridge.routes import hosts
from scorm_bridge.routes.launches import expired
from scorm_bridge.routes.pages import language, page, without_trace
from scorm_bridge.tokens import Window

playing = Blueprint("playing", __name__)
playing.before_request(hosts.must_be_content)

Page = tuple[str, dict[str, Any]]
"""A template, and the `launch` document in it."""


@playing.get("/play/<grant>")
def play(grant: str) -> Response:
    answer = shown(bridge.current().tokens.granted, grant, first_page)
    return answer if answer.status_code == 200 else home(grant) or answer


def home(grant: str) -> Response | None:
    """To the Campus, where the game was opened there: its page is the whole tab, and reloading it
    after a while leads nowhere else. An LMS reloads its own page."""
    here = bridge.current()
    try:
        window = here.tokens.lapsed(grant)
    except TokenRejected:
        return None
    hosts.must_be_content_of(window.account_id)
    address = here.database.read(
        lambda session: way_back.home(session, window=window, places=here.places)
    )
    return without_trace(make_response(redirect(address, code=303))) if address else None


@playing.get("/open/<opening>")
def opened(opening: str) -> Response:
    return shown(bridge.current().tokens.opened, opening, player_page)


@playing.get("/prompt/<opening>")
def prompted(opening: str) -> Response:
    def storage_page(session: Session, window: Window) -> Page:
        return prompt_page(session, window, reason="storage")

    return shown(bridge.current().tokens.opened, opening, storage_page)


def first_page(session: Session, window: Window) -> Page:
    if prompts.is_due(session, window):
        return prompt_page(session, window, reason="package")
    template, facts = player_page(session, window)
    return template, {**facts, "prompt": prompts.path(window, bridge.current().tokens)}


def player_page(session: Session, window: Window) -> Page:
    """Each page that is served is a window of its own, see `tokens.Window`."""
    here = bridge.current()
    facts = player.page_facts(
        session, window=replace(window, id=new_id()), tokens=here.tokens, language=language()
    )
    campus = way_back.facts(session, window=window, places=here.places)
    return "player.html", {**facts, "prompt": None, "campus": campus}


def prompt_page(session: Session, window: Window, *, reason: str) -> Page:
    facts = prompts.page_facts(
        session,
        window=window,
        tokens=bridge.current().tokens,
        language=language(),
        reason=reason,
    )
    return "prompt.html", facts


def shown(
    read: Callable[[str], Window], token: str, compose: Callable[[Session, Window], Page]
) -> Response:
    try:
        window = read(token)
        hosts.must_be_content_of(window.account_id)
        template, facts = bridge.current().database.read(lambda session: compose(session, window))
    except TokenRejected:
        return expired()
    # `<` is escaped, so that no text of a learner or a game can end the element it stands in.
    launch_json = json.dumps(facts).replace("<", "\\u003c")
    title = facts["game"]["title"]
    return page(
        template,
        spoken=facts["language"],
        account_id=window.account_id,
        on_campus=facts.get("campus") is not None,
        launch_json=launch_json,
        title=title,
    )
