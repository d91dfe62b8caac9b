"""The bridge as a Flask application, for PUBLIC_URL's host and for the content hosts."""

import time

import structlog
from flask import Flask, Response, g, request
from jinja2 import ChoiceLoader, PackageLoader
from werkzeug.exceptions import HTTPException

from ledger.ids import new_id
from scorm_bridge.bridge import EXTENSION, Bridge
from scorm_bridge.metrics import REQUESTS
from scorm_bridge.routes import failures
from scorm_bridge.routes.assets import assets
from scorm_bridge.routes.campus import campus
from scorm_bridge.routes.campus_games import campus_games
from scorm_bridge.routes.connection_tests import tested, testing
from scorm_bridge.routes.content import contents
from scorm_bridge.routes.downloads import downloading
from scorm_bridge.routes.health import health
from scorm_bridge.routes.launches import launching
from scorm_bridge.routes.notices import notices
from scorm_bridge.routes.payments import payments
from scorm_bridge.routes.playing import playing
from scorm_bridge.routes.previews import previewing
from scorm_bridge.routes.prices import prices
from scorm_bridge.routes.reminders import reminding
from scorm_bridge.routes.retries import retrying
from scorm_bridge.routes.runtime import runtimes
from scorm_bridge.routes.webhooks import webhooks

log = structlog.get_logger("obole.web")

BLUEPRINTS = (
    *(health, assets, notices),
    *(launching, retrying, playing, runtimes, contents),
    *(previewing, testing, tested, downloading),
    *(campus, campus_games, reminding),
    *(webhooks, payments, prices),
)


def create_app(bridge: Bridge) -> Flask:
    app = Flask("scorm_bridge", static_folder=None)
    app.jinja_loader = ChoiceLoader(
        [PackageLoader("scorm_bridge"), PackageLoader("scorm_bridge", "player")]
    )
    app.extensions[EXTENSION] = bridge
    app.before_request(begin)
    app.after_request(finish)
    app.register_error_handler(Exception, failed)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    return app


def begin() -> None:
    g.started = time.perf_counter()
    g.request_id = new_id().hex
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)


def finish(response: Response) -> Response:
    """One line and one measure a request. Its path is not logged: it may hold a signed grant."""
    seconds = time.perf_counter() - g.started
    endpoint = request.endpoint or "unknown"
    REQUESTS.labels(endpoint, str(response.status_code)).observe(seconds)
    log.info(
        "request",
        method=request.method,
        endpoint=endpoint,
        status=response.status_code,
        ms=round(seconds * 1000, 1),
    )
    response.headers["X-Request-Id"] = g.request_id
    return response


def failed(error: Exception) -> Response:
    """What no one expected: said with an id to find it by, the traceback in the log."""
    if failures.is_locked(error):
        log.warning("locked", endpoint=request.endpoint)
    elif not isinstance(error, HTTPException):
        log.error("failed", endpoint=request.endpoint, exc_info=error)
    return failures.shown(error) or sentence_of(error)


def sentence_of(error: Exception) -> Response:
    if isinstance(error, HTTPException):
        sentence, status = str(error.description), error.code or 500
        headers = error.get_headers()  # what its status demands, as Allow with a 405
    else:
        sentence = f"Something went wrong on our side; its number is {g.request_id}."
        status, headers = 500, []
    return Response(f"{sentence}\n", status, headers, content_type="text/plain; charset=utf-8")
