"""The Bolt application: the same listeners for HTTP and for Socket Mode."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from typing import Any

import structlog
from slack_bolt import App, BoltContext, BoltResponse
from slack_bolt.error import BoltUnhandledRequestError
from slack_sdk import WebClient

from bot.language import ENGLISH, LANGUAGES
from bot.slack import (
    alert_settings,
    allocate,
    allocation_requests,
    answers,
    buy,
    callers,
    client,
    commands,
    digest,
    dropped_files,
    failures,
    games,
    groups,
    history,
    history_file,
    home_tab,
    modals,
    packages,
    payments,
    profile,
    receipts,
    removal,
    results,
    roster_forms,
    snoozing,
    team,
    uninstalls,
)
from bot.slack.listening import Listening
from bot.slack.messages import message
from bot.slack.office import Office
from bot.slack.reach import CALL_SECONDS, Reach

log = structlog.get_logger("obole.slack")

FEATURES: tuple[Callable[[Listening], None], ...] = (
    commands.register,
    allocate.register,
    buy.register,
    payments.register,
    receipts.register,
    uninstalls.register,
    allocation_requests.register,
    history.register,
    history_file.register,
    client.register,
    team.register,
    games.register,
    groups.register,
    roster_forms.register,
    removal.register,
    results.register,
    dropped_files.register,
    packages.register,
    home_tab.register,
    profile.register,
    snoozing.register,
    digest.register,
    alert_settings.register,
)

LISTENERS = 4
"""Threads that work out answers. One interpreter does one thing at a time: with more of them the
requests that only want their acknowledgement would wait for answers that may be late."""


class Listeners(ThreadPoolExecutor):
    """Threads that keep the caller's context, so that their log lines carry its request id."""

    def submit(self, work: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        return super().submit(copy_context().run, work, *args, **kwargs)


def create_app(office: Office) -> App:
    """Requests that reach it are from Slack: `routes` verified them, or they came by a socket."""
    for language in LANGUAGES.values():
        language.load()  # so that no one waits for it
    app = App(
        name="obole",
        client=WebClient(base_url=office.api_url, timeout=CALL_SECONDS),
        before_authorize=callers.identification(office.database),
        authorize=callers.authorisation(office.tokens),
        request_verification_enabled=False,
        raise_error_for_unhandled_request=True,
        listener_executor=Listeners(LISTENERS, thread_name_prefix="slack"),
    )
    register(app, office)
    return app


def register(app: App, office: Office) -> None:
    on = Listening(app, office)
    on.links()
    for feature in FEATURES:
        feature(on)
    app.error(failed)


def failed(
    error: Exception, body: dict[str, Any], context: BoltContext, client: WebClient
) -> BoltResponse:
    """What nothing listens to, and what was raised before a listener began."""
    language = context.get("language", ENGLISH)  # none where the caller could not be found
    if not isinstance(error, BoltUnhandledRequestError):
        return BoltResponse(status=200, body=failures.reported(error, language))
    kind = body.get("type")
    log.warning("unhandled", type=kind)
    # A button or a modal that an older version of ours made, and this one no longer knows.
    outdated = language("answer-outdated")
    if kind == "view_submission":
        return BoltResponse(status=200, body=modals.refused(body["view"], outdated))
    if kind == "block_actions":
        answers.told(message(outdated), Reach.of(body, context, client))
    # Of events there is nothing to say to anyone, and Slack stops sending to who refuses many.
    return BoltResponse(status=200 if kind in {"block_actions", "event_callback"} else 404)
