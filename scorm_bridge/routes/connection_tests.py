"""POST /connection-test, from a test's package in an LMS; and the page that does the testing."""

import json

from flask import Blueprint, Response, make_response, redirect, request

from ledger.errors import OboleError
from scorm_bridge import bridge, connection_tests, metrics, origins, refusals
from scorm_bridge.errors import TokenRejected
from scorm_bridge.routes import hosts
from scorm_bridge.routes.pages import language, page, without_trace
from scorm_bridge.tokens import Connection

testing = Blueprint("testing", __name__)
tested = Blueprint("tested", __name__)
testing.before_request(hosts.must_be_public)
tested.before_request(hosts.must_be_content)

MOST_BYTES = 16 * 1024
MOST_ECHO_BYTES = 128 * 1024
"""Twice what a player sends at once."""


@testing.post("/connection-test")
def begin() -> Response:
    """As POST /launch, whose form it takes; who the learner is goes no further."""
    request.max_content_length = MOST_BYTES
    here = bridge.current()
    token, origin = request.form.get("token", ""), origins.sent(request.headers.get("Origin"))
    try:
        run = here.database.read(
            lambda session: connection_tests.begin(
                session, tokens=here.tokens, token=token, lms_origin=origin
            )
        )
    except OboleError as error:
        worded = refusals.worded(error, language())
        return page("refusal.html", status=worded.status, refusal=worded)
    metrics.LAUNCHES.labels("connection test").inc()
    content = here.places.content_origin(run.account_id)
    address = f"{content}/connection-test/{here.tokens.connection(run)}"
    return without_trace(make_response(redirect(address, code=303)))


@tested.get("/connection-test/<grant>")
def show(grant: str) -> Response:
    try:
        run = running(grant)
    except TokenRejected:
        worded = refusals.refusal("expired", 403, language())
        return page("refusal.html", status=403, refusal=worded)
    spoken = language(otherwise=run.language)
    facts = connection_tests.page_facts(spoken, run=run, host=request.host, echo=request.path)
    return page(
        "connection_test.html",
        spoken=spoken,
        account_id=run.account_id,
        texts=facts["texts"],
        facts_json=json.dumps(facts).replace("<", "\\u003c"),
    )


@tested.post("/connection-test/<grant>")
def echo(grant: str) -> Response:
    """Takes what a player would send, and keeps nothing of it."""
    request.max_content_length = MOST_ECHO_BYTES
    try:
        running(grant)
    except TokenRejected:
        return without_trace(make_response("The test was opened too long ago: open it again.", 403))
    request.get_data()
    return without_trace(make_response("", 204))


def running(grant: str) -> Connection:
    run = bridge.current().tokens.connecting(grant)
    hosts.must_be_content_of(run.account_id)
    return run
