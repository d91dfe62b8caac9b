"""How the person behind a request is reached, wherever Slack allows it."""

from dataclasses import dataclass
from typing import Any, Self

import structlog
from slack_bolt import BoltContext
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import ConnectionErrorRetryHandler
from slack_sdk.webhook import WebhookClient

from bot.language import ENGLISH, Language
from bot.slack.home import Home
from bot.slack.messages import Message
from bot.slack.modals import Modal, Redrawn, View, answers_to
from bot.slack.redrawing import TURNS

log = structlog.get_logger("obole.slack")

CALL_SECONDS = 2
"""A call to Slack made while a person waits; a trigger is good for 3 seconds."""

CLOSED = {"not_found", "view_not_found"}
"""What Slack says of a modal that is no longer open."""

TOO_LATE = {"expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id"}


class TriggerExpired(Exception):
    """Slack opens a modal only within 3 seconds of what asked for it (its page on modals)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """`view` is the modal or Home a request came from, None for a message or a command."""

    client: WebClient
    language: Language
    user_id: str
    response_url: str | None
    trigger_id: str
    view: View | None

    @classmethod
    def of(cls, body: dict[str, Any], context: BoltContext, client: WebClient) -> Self:
        view = body.get("view")
        return cls(
            client=client,
            language=context.get("language", ENGLISH),
            user_id=context.user_id or "",
            response_url=context.response_url or (answers_to(view) if view else None),
            trigger_id=body.get("trigger_id", ""),
            view=view,
        )

    @property
    def is_in_modal(self) -> bool:
        return self.view is not None and self.view["type"] == "modal"

    def tell(self, message: Message, *, replaces: bool = False) -> None:
        """At the response_url, for the person alone; as a direct message where there is none, or
        where its 30 minutes or 5 uses are over; in as many messages as Slack takes it in. Raises
        what the last of them raised."""
        first, *more = message.parts()
        self._tell(first, replaces)
        for part in more:
            self._tell(part, replaces=False)

    def _tell(self, message: Message, replaces: bool) -> None:
        if self.response_url and self._respond(message, replaces):
            return
        for part in message.parts(is_posted=True):
            self.client.chat_postMessage(channel=self.user_id, **part.payload)

    def _respond(self, message: Message, replaces: bool) -> bool:
        webhook = WebhookClient(str(self.response_url), timeout=CALL_SECONDS)
        webhook.retry_handlers = [ConnectionErrorRetryHandler()]
        place = {"response_type": "ephemeral", "replace_original": replaces}
        try:
            answer = webhook.send_dict({**message.payload, **place})
        except OSError as error:
            log.warning("no answer at the response_url", reason=type(error).__name__)
            return False
        return bool(answer.status_code == 200)

    def show(self, modal: Modal) -> None:
        """In place of the modal the request came from, or opened. Raises TriggerExpired."""
        if not self.is_in_modal:
            self._opened(self.client.views_open, modal)
            return
        assert self.view is not None
        # Without its hash: of two presses both may answer, and the later one stays.
        self.client.views_update(view_id=self.view["id"], view=modal.view(self.response_url))

    def redraw(self, redrawn: Redrawn) -> None:
        """In place of the modal that was typed in, unless it shows later typing, or was closed."""
        assert self.view is not None
        id = self.view["id"]
        with TURNS.turn(id, redrawn.at) as is_latest:
            if not is_latest:
                return
            try:
                self.client.views_update(view_id=id, view=redrawn.modal.view(self.response_url))
            except SlackApiError as error:
                if error.response["error"] not in CLOSED:
                    raise

    def push(self, modal: Modal) -> None:
        """Above the modal the request came from. Raises TriggerExpired."""
        self._opened(self.client.views_push, modal)

    def _opened(self, method: Any, modal: Modal) -> None:
        try:
            method(trigger_id=self.trigger_id, view=modal.view(self.response_url))
        except SlackApiError as error:
            if error.response["error"] in TOO_LATE:
                raise TriggerExpired from error
            raise

    def publish(self, home: Home) -> None:
        self.client.views_publish(user_id=self.user_id, view=home.view)
