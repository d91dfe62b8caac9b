"""POST /slack/events: commands, presses, modals and events, verified before they are parsed."""

import json
from collections.abc import Sequence

from flask import Blueprint, Request, Response, abort, request
from slack_bolt import App, BoltRequest
from slack_bolt.adapter.flask.handler import to_flask_response
from slack_sdk.signature import SignatureVerifier

PATH = "/slack/events"
MOST_BYTES = 1024 * 1024
JSON = "application/json"


def blueprint(app: App, *, signing_secret: str, host: str) -> Blueprint:
    """`host` is the only one that answers: games' content hosts know no Slack."""
    slack = Blueprint("slack", __name__)
    verifier = SignatureVerifier(signing_secret)

    @slack.post(PATH)
    def events() -> Response:
        if request.host != host:
            abort(404)
        request.max_content_length = MOST_BYTES
        if not is_from_slack(verifier, request.get_data()):
            abort(401, "The request is not signed by Slack, or more than five minutes ago.")
        return to_flask_response(app.dispatch(request_from(request)))

    return slack


def request_from(request: Request) -> BoltRequest:
    """Commands and interactions come as a form, events as JSON (Slack's pages on each).

    Bolt 1.30 takes any form in which the word “payload” occurs for an interaction, and would lose
    a command whose text has it; so a form's own `payload` is found here, and Bolt is given JSON.
    """
    body = request.get_data(as_text=True)
    if request.mimetype == "application/x-www-form-urlencoded":
        fields = request.form.to_dict()
        body = fields.get("payload") or json.dumps(fields)
    headers: dict[str, str | Sequence[str]] = {**request.headers, "Content-Type": JSON}
    try:
        return BoltRequest(body=body, headers=headers)
    except ValueError:
        abort(400, "The request holds no JSON where Slack puts it.")


def is_from_slack(verifier: SignatureVerifier, body: bytes) -> bool:
    """Slack's page on verifying requests: a signature over the raw body, and a recent time."""
    try:
        return verifier.is_valid_request(body, dict(request.headers))
    except ValueError:  # a time that is no number
        return False
