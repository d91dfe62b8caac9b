"""POST /slack/events: commands and presses from Slack, verified before anything is parsed."""

from flask import Blueprint, Response, abort, request
from slack_bolt import App
from slack_bolt.adapter.flask import SlackRequestHandler
from slack_sdk.signature import SignatureVerifier

PATH = "/slack/events"
MOST_BYTES = 1024 * 1024


def blueprint(app: App, *, signing_secret: str, host: str) -> Blueprint:
    """`host` is the only one that answers: games' content hosts know no Slack."""
    slack = Blueprint("slack", __name__)
    handler = SlackRequestHandler(app)
    verifier = SignatureVerifier(signing_secret)

    @slack.post(PATH)
    def events() -> Response:
        if request.host != host:
            abort(404)
        request.max_content_length = MOST_BYTES
        if not is_from_slack(verifier, request.get_data()):
            abort(401, "The request is not signed by Slack, or more than five minutes ago.")
        return handler.handle(request)

    return slack


def is_from_slack(verifier: SignatureVerifier, body: bytes) -> bool:
    """Slack's page on verifying requests: a signature over the raw body, and a recent time."""
    try:
        return verifier.is_valid_request(body, dict(request.headers))
    except ValueError:  # a time that is no number
        return False
