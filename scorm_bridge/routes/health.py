"""Is it alive, is it ready, and how does it do."""

from flask import Blueprint, Response, jsonify, make_response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy.exc import SQLAlchemyError

from ledger import clock, outbox, verification
from ledger.migrations import newest_revision, revision
from scorm_bridge import bridge
from scorm_bridge.metrics import LEDGER_FLAWS, OUTBOX_DEAD, OUTBOX_WAITING

health = Blueprint("health", __name__)


@health.get("/healthz")
def alive() -> Response:
    return jsonify(alive=True)


@health.get("/readyz")
def ready() -> Response:
    """Ready when the database answers and its schema is the newest."""
    database = bridge.current().database
    try:
        at, newest = revision(database), newest_revision(database)
    except SQLAlchemyError:
        return make_response(jsonify(ready=False, reason="the database does not answer"), 503)
    if at != newest:
        return make_response(jsonify(ready=False, reason="run `obole db upgrade`"), 503)
    return jsonify(ready=True)


@health.get("/metrics")
def metrics() -> Response:
    """What this process counted, and what the database says of the whole."""
    database = bridge.current().database
    LEDGER_FLAWS.set(database.read(verification.flawed_accounts))
    OUTBOX_WAITING.set(database.read(lambda session: outbox.due_count(session, clock.now())))
    OUTBOX_DEAD.set(database.read(outbox.dead_count))
    response = make_response(generate_latest())
    response.content_type = CONTENT_TYPE_LATEST
    return response
