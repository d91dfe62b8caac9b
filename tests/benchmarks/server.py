"""The web process of the benchmarks: the bridge, and beside it the least that could answer.

Run by `python -m tests.benchmarks.server PORT`, with DATABASE_URL in the environment.
"""

import os
import sys
import threading
from collections.abc import Mapping
from functools import cache
from uuid import UUID

import psycopg
from flask import Flask, redirect, request
from granian import Granian
from granian.constants import Interfaces
from sqlalchemy import make_url
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.wrappers import Response

from bot import logs
from bot.web import GRANIAN_LOGS, THREADS
from ledger.database import Database
from scorm_bridge.app import create_app as create_bridge_app
from scorm_bridge.bridge import Bridge
from scorm_bridge.places import Places
from tests.worlds import KEYRING

PLACES = Places("http://bridge.example", "http://games.example")
BARE_TABLE = "CREATE TABLE bare (learner text PRIMARY KEY, at timestamptz DEFAULT now())"
INSERT = "INSERT INTO bare (learner) VALUES (%(learner)s) ON CONFLICT DO NOTHING"
SELECT = "SELECT group_id FROM packages WHERE account_id = %(account)s AND id = %(package)s"


def create_app() -> DispatcherMiddleware:
    """What Granian loads: the bridge as `obole serve` runs it, and `/bare` beside it."""
    logs.configure()
    url = os.environ["DATABASE_URL"]
    bridge = Bridge(database=Database(url), keyring=KEYRING, places=PLACES)
    return DispatcherMiddleware(create_bridge_app(bridge), {"/bare": create_bare(url)})


def create_bare(url: str) -> Flask:
    """A form read, one hand-written statement in a transaction of its own, a redirect; and so many
    bytes, from memory."""
    app = Flask("bare", static_folder=None)
    conninfo = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    local = threading.local()

    def connection() -> psycopg.Connection:
        if not hasattr(local, "connection"):
            local.connection = psycopg.connect(conninfo, autocommit=True)
        kept: psycopg.Connection = local.connection
        return kept

    @app.post("/insert")
    def insert() -> Response:
        connection().execute(INSERT, request.form.to_dict())
        return redirect("http://games.example/play", 303)

    @app.post("/select")
    def select() -> Response:
        form: Mapping[str, str] = request.form
        ids = {"account": UUID(form["account"]), "package": UUID(form["package"])}
        (group,) = connection().execute(SELECT, ids).fetchone() or ("",)
        return redirect(f"http://games.example/play/{group}", 303)

    @app.get("/bytes/<int:size>")
    def some_bytes(size: int) -> Response:
        return Response(held(size), content_type="application/octet-stream")

    return app


@cache
def held(size: int) -> bytes:
    return bytes(size)


def serve(port: int) -> None:
    """One process with as many threads as `obole serve` gives it."""
    Granian(
        f"{__spec__.name}:create_app",
        factory=True,
        interface=Interfaces.WSGI,
        port=port,
        blocking_threads=THREADS,
        websockets=False,
        log_dictconfig=GRANIAN_LOGS,
    ).serve()


if __name__ == "__main__":
    serve(int(sys.argv[1]))
