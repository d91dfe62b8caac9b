"""The Bolt application: the same listeners for HTTP and for Socket Mode."""

from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from typing import Any

import structlog
from slack_bolt import App, BoltContext, BoltResponse
from slack_bolt.error import BoltUnhandledRequestError
from slack_sdk import WebClient

from bot.language import ENGLISH, LANGUAGES
from bot.slack import allocate, callers, commands, failures
from ledger.database import Database
from ledger.keyring import KeyRing

log = structlog.get_logger("obole.slack")

LISTENERS = 16
"""Threads that answer commands; Bolt's own five are few where each waits for the database."""


class Listeners(ThreadPoolExecutor):
    """Threads that keep the caller's context, so that their log lines carry its request id."""

    def submit(self, work: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        return super().submit(copy_context().run, work, *args, **kwargs)


def create_app(*, database: Database, keyring: KeyRing, api_url: str) -> App:
    """Requests that reach it are from Slack: `routes` verified them, or they came by a socket."""
    for language in LANGUAGES.values():
        language.load()  # so that no one waits for it
    app = App(
        name="obole",
        client=WebClient(base_url=api_url),
        before_authorize=callers.identification(database),
        authorize=callers.authorisation(keyring),
        request_verification_enabled=False,
        raise_error_for_unhandled_request=True,
        listener_executor=Listeners(LISTENERS, thread_name_prefix="slack"),
    )
    register(app, database)
    return app


def register(app: App, database: Database) -> None:
    commands.register(app, database)
    allocate.register(app, database)
    app.error(failed)


def failed(error: Exception, body: dict[str, Any], context: BoltContext) -> BoltResponse:
    """What a listener raised before its acknowledgement; after it none may raise, see allocate."""
    if isinstance(error, BoltUnhandledRequestError):
        log.warning("unhandled", type=body.get("type"))
        return BoltResponse(status=404)
    language = context.get("language", ENGLISH)  # none where the caller could not be found
    return BoltResponse(status=200, body=failures.reported(error, language))
