"""The web process: the bridge, with Slack's endpoint beside it."""

import gc

import structlog
from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from bot import logs
from bot.settings import BadSetting, Settings
from bot.slack import app as slack_app
from bot.slack import installs, routes
from bot.slack.installs import Reception
from bot.slack.office import Office
from scorm_bridge.app import create_app as create_bridge_app
from scorm_bridge.bridge import Bridge

log = structlog.get_logger("obole.web")


def create_app() -> Flask:
    """The factory that a WSGI server is given; a bad setting ends the process with one line."""
    logs.configure()
    try:
        app = compose(Settings.read())
    except BadSetting as error:
        raise SystemExit(str(error)) from None
    # What was loaded stays for good: the collector need not look through it at every request.
    gc.collect()
    gc.freeze()
    return app


def compose(settings: Settings) -> Flask:
    """Raises BadSetting. Without SLACK_SIGNING_SECRET there is no Slack endpoint."""
    bridge = Bridge(
        database=settings.open_database(),
        keyring=settings.keyring,
        places=settings.places,
        rates=settings.rates,
        retention=settings.retention,
        billing=settings.billing,
    )
    app = create_bridge_app(bridge)
    if settings.trusted_proxies:
        # The address alone: hosts and schemes come from the settings, whatever a proxy says.
        proxies = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=0)  # type: ignore[method-assign]
    if settings.slack_signing_secret is None:
        log.warning("Slack is off: SLACK_SIGNING_SECRET is not set")
        return app
    office = Office(
        database=bridge.database,
        keyring=bridge.keyring,
        places=bridge.places,
        api_url=settings.slack_api_url,
        credentials=settings.slack_credentials,
        billing=settings.billing,
    )
    listeners = slack_app.create_app(office)
    slack = routes.blueprint(
        listeners, signing_secret=settings.signing_secret, host=bridge.places.public_host
    )
    app.register_blueprint(slack)
    if office.credentials is not None:
        reception = Reception(
            office=office,
            credentials=office.credentials,
            authorize_url=settings.slack_authorize_url,
        )
        app.register_blueprint(installs.blueprint(reception))
    return app


def serve(settings: Settings, *, app: str = "bot.web:create_app") -> None:
    """Run Granian until SIGTERM or Ctrl-C, then let the requests in hand end.

    Each process calls the factory `app` and reads the settings of its own; they are checked here
    first.
    """
    from granian import Granian
    from granian.constants import Interfaces

    _ = settings.keyring, settings.places
    logs.configure()
    Granian(
        app,
        factory=True,
        interface=Interfaces.WSGI,
        address=settings.host,
        port=settings.port,
        workers=settings.web_concurrency,
        blocking_threads=THREADS,
        websockets=False,
        workers_kill_timeout=STOP_SECONDS,
        log_dictconfig=GRANIAN_LOGS,
    ).serve()


THREADS = 64
"""Requests a process takes at a time. A command only waits in one until it is acknowledged: with
fewer, people who ask at once would wait for each other's acknowledgements."""

STOP_SECONDS = 20

# Its lines go where ours go; its own format and handlers are left out.
GRANIAN_LOGS = {"loggers": {"_granian": {"propagate": True}, "granian.access": {}}}
