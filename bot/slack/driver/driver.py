"""People at their Slack clients."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from bot.slack.blocks import Block, escape
from bot.slack.driver import forms, payloads, waiting
from bot.slack.driver.answer import Answer, View, found, read, shown
from bot.slack.driver.line import Line, Returned
from bot.slack.driver.payloads import Person
from bot.slack.driver.receiver import Receiver
from bot.slack.driver.waiting import Awaited
from bot.slack.driver.web_api import WebApi

PATIENCE = 10.0
"""Seconds that an answer is waited for which the acknowledgement does not hold."""

Given = Mapping[str, Any]


class Driver:
    """People of the workspace `team_id`; `endpoint` is the app's URL, `host` its own name for it.

    `web_api` is the Slack that the app calls: without it no modal opens and no Home is seen.
    Whatever Slack would refuse raises Flawed.
    """

    def __init__(
        self,
        endpoint: str,
        *,
        signing_secret: str,
        team_id: str,
        web_api: WebApi | None = None,
        host: str | None = None,
        patience: float = PATIENCE,
    ) -> None:
        self.team_id, self.web_api, self.patience = team_id, web_api, patience
        self.line = Line(endpoint, signing_secret, host)
        self._receiver = Receiver()

    def __enter__(self) -> Self:
        self._receiver.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._receiver.stop()

    def command(self, typed: str, *, user: str, team: str | None = None) -> Answer:
        """Type a slash command, such as `/credits status acme`."""
        awaited = self._awaited(user)
        fields = payloads.command(
            self._person(user, team),
            escape(typed),
            response_url=self._receiver.url(user),
            trigger=awaited.trigger,
        )
        return self._answered(self.line.form(fields), user, awaited)

    def press(
        self,
        answer: Answer,
        name: str,
        *,
        user: str | None = None,
        team: str | None = None,
        given: Given | None = None,
    ) -> Answer:
        """Press a button, or choose an option of a menu, by its action id, label, text or value.

        It is done by `user`, else by who got the answer; `given` is filled in before, where the
        button stands in a view. Raises LookupError when there is none of that name.
        """
        person = self._person(user or answer.user, team)
        place, block, element, chosen = found(answer, name)
        awaited = self._awaited(person.user_id, place.get("id", ""))
        payload = {
            **payloads.interaction("block_actions", person, trigger=awaited.trigger),
            **self._placed(answer, place, given or {}, person.user_id),
            "actions": [payloads.action(element, block.get("block_id", "buttons"), chosen)],
        }
        return self._answered(self.line.interaction(payload), person.user_id, awaited)

    def type(self, answer: Answer, name: str, typed: str) -> Answer:
        """Type into an input that tells the app of every character, with one for all of them.

        What was typed stays there while the view around it changes, as in Slack's client. Raises
        LookupError where no such input is.
        """
        place, block, element, _ = found(answer, name)
        if not block.get("dispatch_action"):
            raise LookupError(f"the input {name!r} tells of nothing that is typed")
        person, given = self._person(answer.user, None), {**answer.typed, block["block_id"]: typed}
        awaited = self._awaited(person.user_id, place["id"])
        payload = {
            **payloads.interaction("block_actions", person, trigger=awaited.trigger),
            **payloads.in_view(place, self._state(answer, given, is_sent=False)),
            "actions": [payloads.action({**element, "value": typed}, block["block_id"], None)],
        }
        after = self._answered(self.line.interaction(payload), person.user_id, awaited)
        after.view, after.typed = after.view or place, given
        return after

    def submit(
        self,
        answer: Answer,
        given: Given | None = None,
        *,
        user: str | None = None,
        team: str | None = None,
        waits: bool | None = None,
    ) -> Answer:
        """Fill in the modal that `answer` shows, and send it.

        `given` is by the inputs' names or labels; what is not given stays as it opened. A search
        takes what its suggestions have for it. After a modal that closes all, the message that
        follows is waited for; `waits` says otherwise. Raises LookupError, NotFilled.
        """
        view, person = shown(answer), self._person(user or answer.user, team)
        awaited = self._awaited(person.user_id, view["id"])
        payload = {
            **payloads.interaction("view_submission", person, trigger=awaited.trigger),
            **payloads.in_view(view, self._state(answer, given or {})),
            "response_urls": [],
        }
        after = self._after(self.line.interaction(payload), person.user_id, view)
        is_over = (after.ack or {}).get("response_action") == "clear"
        if is_over if waits is None else waits:
            self._wait(after, awaited)
        return after

    def close(self, answer: Answer) -> Answer:
        """Close the modal. The app hears of it where it asked to, and what it says is waited for;
        else nothing is sent."""
        view, person = shown(answer), self._person(answer.user, None)
        if not view.get("notify_on_close"):
            return Answer(user=answer.user, status=200, ack=None, milliseconds=0)
        payload = {
            **payloads.interaction("view_closed", person),
            **payloads.in_view(view, {"values": {}}),
            "is_cleared": False,
        }
        mark = self._calls()
        closed = taken(self.line.interaction(payload), answer.user)
        self._wait(closed, Awaited(mark=mark))
        return closed

    def suggest(self, answer: Answer, name: str, typed: str = "") -> list[Block]:
        """The options that a search offers for what was typed, by its action id or its input."""
        place, block, element, _ = found(answer, name)
        person = self._person(answer.user, None)
        payload = {
            **payloads.interaction("block_suggestion", person),
            "action_id": element["action_id"],
            "block_id": block["block_id"],
            "value": typed,
            **payloads.in_view(place, forms.state_of(place)),
        }
        offered = self.line.interaction(payload).ack or {}
        read(offered)
        return forms.listed(offered)

    def upload(self, file: Path) -> dict[str, Any]:
        """Slack's file object of a file, for a file input. Raises OSError."""
        return self._slack.uploaded(file.name, file.read_bytes())

    def home(self, user: str) -> Answer:
        """Open the app's Home; the answer's view is what was published for this person."""
        awaited = self._awaited(user)
        answer = self.event("app_home_opened", {"user": user, "channel": "D0DRIVER", "tab": "home"})
        answer.user = user
        self._wait(answer, awaited)
        return answer

    def event(
        self,
        kind: str,
        more: Given | None = None,
        *,
        event_id: str | None = None,
        retry: int | None = None,
        at: float | None = None,
    ) -> Answer:
        """Send an event of the Events API with the fields `more`, as happened `at` a time, else
        now; `retry` counts how often Slack sent it before. Nothing is waited for."""
        payload = payloads.event(self.team_id, kind, dict(more or {}), event_id=event_id, at=at)
        return taken(self.line.event(payload, retry=retry), "")

    def next(self, answer: Answer) -> Answer:
        """Wait for one more message to the person of `answer`; it is added there."""
        self._wait(answer, Awaited(mark=self._calls()))
        return answer

    def _person(self, user: str, team: str | None) -> Person:
        return Person(user_id=user, workspace=self.team_id, team_id=team or self.team_id)

    def _placed(
        self, answer: Answer, place: dict[str, Any], given: Given, user: str
    ) -> dict[str, Any]:
        """Where a button stands: in a view with its state, or in a message."""
        if "id" in place:
            return payloads.in_view(place, self._state(answer, given, is_sent=False))
        return payloads.in_message(place, self._receiver.url(user))

    def _state(self, answer: Answer, given: Given, *, is_sent: bool = True) -> dict[str, Any]:
        assert answer.view is not None

        def search(action_id: str, typed: str) -> list[Block]:
            return self.suggest(answer, action_id, typed)

        filled = {**answer.typed, **given}
        return forms.state(answer.view, filled, search, is_sent=is_sent)

    def _answered(self, came: Returned, user: str, awaited: Awaited) -> Answer:
        """With what comes after an empty acknowledgement."""
        answer = taken(came, user)
        if answer.status == 200 and answer.is_empty:
            self._wait(answer, awaited)
        return answer

    def _after(self, came: Returned, user: str, view: View) -> Answer:
        """What a person sees once Slack has done what the acknowledgement says."""
        answer = taken(came, user)
        ack = came.ack or {}
        match ack.get("response_action"):
            case "errors":
                answer.view, answer.errors = view, ack["errors"]
            case "update":
                answer.view = self._slack.updated(view["id"], ack["view"])
            case "push":
                answer.view = self._slack.pushed(user, view["id"], ack["view"])
            case _ if came.status != 200:
                answer.view = view
        return answer

    def _wait(self, answer: Answer, awaited: Awaited) -> None:
        waiting.wait(
            answer,
            awaited,
            receiver=self._receiver,
            web_api=self.web_api,
            seconds=self.patience,
        )

    def _awaited(self, user: str, view_id: str = "") -> Awaited:
        if self.web_api is None:
            return Awaited(mark=0, trigger="0.0.nobody", view_id=view_id)
        trigger = self.web_api.trigger(user, view_id or None)
        return Awaited(mark=self._calls(), trigger=trigger, view_id=view_id)

    def _calls(self) -> int:
        return self.web_api.count() if self.web_api else 0

    @property
    def _slack(self) -> WebApi:
        if self.web_api is None:
            raise LookupError("a modal needs a Slack that keeps it")
        return self.web_api


def taken(came: Returned, user: str) -> Answer:
    read(came.ack)
    return Answer(user=user, status=came.status, ack=came.ack, milliseconds=came.milliseconds)
