"""What features register on, and where their answers go.

A feature says what a command, a press, a submission, a search or an event leads to: a function
from what is asked to the answer. Here that answer reaches the person, and so does a refusal and
an error no one expected. Nothing raises after its acknowledgement: Bolt 1.30 makes a missing one
of it, which Slack shows as a failure of ours, or of nobody's.
"""

import re
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from slack_bolt import Ack, App, BoltContext, BoltResponse
from slack_sdk import WebClient

from bot import profiles, refusals
from bot.language import ENGLISH
from bot.slack import acknowledgement, answers, failures, modals
from bot.slack.acknowledgement import Acknowledgement
from bot.slack.answers import Answer
from bot.slack.asking import Asked, Happened, Pressed, Sought, Submitted
from bot.slack.blocks import LINKED, Block
from bot.slack.home import Home
from bot.slack.inputs import Filled
from bot.slack.messages import Message
from bot.slack.modals import Modal
from bot.slack.office import Office
from bot.slack.reach import Reach
from ledger.errors import OboleError

Inputs = Mapping[type[OboleError], str]
"""Below which input a refusal of each kind is said."""

OPTIONS_MOST = 100
"""Options in the answer to a search (Slack's page on select menus)."""


class Listening:
    """`app` as features see it. Every function they give runs in a thread of its own and may take
    its time: an answer that is late comes beside the acknowledgement."""

    def __init__(self, app: App, office: Office) -> None:
        self.app, self.office = app, office

    def command(self, name: str, work: Callable[[Asked, str], Message | Modal]) -> None:
        """`work` gets what was typed after the command."""

        def typed(body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
            reach = Reach.of(body, context, client)
            with context["acknowledgement"] as due:
                asked = Asked(**self.who(context))
                answer = answers.attempted(
                    lambda: work(asked, body.get("text") or ""), reach.language
                )
                answers.to_command(answer, due, reach)
            if context.get("profile_is_due"):
                answers.quietly(lambda: self.ask_profile(asked))

        self.app.command(name, middleware=[soon_acknowledged])(typed)

    def action(self, action_id: str | re.Pattern[str], work: Callable[[Pressed], Answer]) -> None:
        """A button or a menu with this action id, or one of these, wherever it stands."""

        def pressed(body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
            reach = Reach.of(body, context, client)
            answers.after(lambda: work(self.pressed(body, context)), reach)

        self.app.action(action_id, middleware=[taken])(pressed)

    def links(self) -> None:
        """Slack tells of the press of a link too, and wants no more than an acknowledgement."""

        def followed() -> None: ...

        self.app.action(re.compile(re.escape(LINKED)), middleware=[taken])(followed)

    def submission(
        self, callback_id: str, work: Callable[[Submitted], Answer], *, inputs: Inputs | None = None
    ) -> None:
        """A modal was sent. A refusal is said below the input that `inputs` names for it, else
        below the first; the modal stays open with what was filled in."""

        def sent(body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
            reach = Reach.of(body, context, client)
            with context["acknowledgement"] as due:
                try:
                    answer = work(self.submitted(body, context))
                except OboleError as error:
                    name = (inputs or {}).get(type(error))
                    sentence = refusals.sentence(reach.language, error)
                    answers.refuse(sentence, due, reach, name=name)
                except Exception as error:  # noqa: BLE001 - said and reported, see above
                    answers.refuse(failures.reported(error, reach.language), due, reach)
                else:
                    answers.to_submission(answer, due, reach)

        self.app.view_submission(callback_id, middleware=[acknowledged])(sent)

    def closing(self, callback_id: str, work: Callable[[Submitted], Answer]) -> None:
        """A modal with `tells_closing` was closed by the person; Slack sends no inputs then."""

        def closed(body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
            reach = Reach.of(body, context, client)
            answers.after(lambda: work(self.submitted(body, context)), reach)

        self.app.view_closed(callback_id, middleware=[taken])(closed)

    def suggestions(self, action_id: str, work: Callable[[Sought], Sequence[Block]]) -> None:
        """The options of a search; the first 100 are shown, none when `work` fails."""

        def sought(body: dict[str, Any], context: BoltContext) -> None:
            options: Sequence[Block] = ()
            with context["acknowledgement"] as due:
                try:
                    options = work(self.sought(body, context))
                except OboleError:
                    pass  # A refusal: there is nothing this person may choose.
                except Exception as error:  # noqa: BLE001 - Slack has no place for a sentence here
                    failures.reported(error, ENGLISH)
                due.give({"options": list(options[:OPTIONS_MOST])})

        self.app.options(action_id, middleware=[acknowledged])(sought)

    def home(self, work: Callable[[Asked], Home]) -> None:
        """A member opened the app's Home: what `work` returns is published there for them."""

        def looked(body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
            # The other tab of the app is its direct messages: nothing is published there.
            if body["event"].get("tab") == "home" and "actor" in context:
                reach = Reach.of(body, context, client)
                answers.after(lambda: work(Asked(**self.who(context))), reach)

        self.app.event("app_home_opened")(looked)

    def event(self, kind: str, work: Callable[[Happened], None]) -> None:
        """What happened in the workspace. Bolt acknowledges an event before `work` runs; nobody
        asked for it, so that a failure is reported and said to no one."""

        def came(body: dict[str, Any], context: BoltContext) -> None:
            answers.quietly(lambda: work(self.happened(body, context)))

        self.app.event(kind)(came)

    def ask_profile(self, asked: Asked) -> None:
        """Have the worker ask Slack for the person's locale; nobody waits for it here."""
        self.office.database.write(
            lambda session: profiles.ask(
                session, account_id=asked.actor.account_id, slack_user_id=asked.slack_user_id
            )
        )

    def who(self, context: BoltContext) -> dict[str, Any]:
        """Who asks: what every kind of asking begins with."""
        return {
            "office": self.office,
            "actor": context["actor"],
            "language": context["language"],
            "slack_user_id": context.user_id or "",
        }

    def pressed(self, body: dict[str, Any], context: BoltContext) -> Pressed:
        view = body.get("view") or {}
        [action] = body["actions"]
        return Pressed(
            **self.who(context),
            value=value_of(action),
            filled=Filled(view.get("state", {}).get("values", {})),
            kept=modals.kept(view),
            at=float(action.get("action_ts") or 0),
        )

    def submitted(self, body: dict[str, Any], context: BoltContext) -> Submitted:
        view = body["view"]
        return Submitted(
            **self.who(context),
            view_id=view["id"],
            filled=Filled(view.get("state", {}).get("values", {})),
            kept=modals.kept(view),
            has_place=modals.answers_to(view) is not None,
        )

    def sought(self, body: dict[str, Any], context: BoltContext) -> Sought:
        kept = modals.kept(body.get("view") or {})
        return Sought(**self.who(context), typed=body.get("value") or "", kept=kept)

    def happened(self, body: dict[str, Any], context: BoltContext) -> Happened:
        return Happened(
            office=self.office,
            team_id=context.team_id or "",
            installed_in=context["installation"].team_id,
            slack_user_id=context.user_id,
            event=body["event"],
            key=f"slack event {body['event_id']}",
            at=int(body["event_time"]),
            actor=context.get("actor"),
        )


def acknowledged(ack: Ack, context: BoltContext, next_: Callable[[], BoltResponse]) -> BoltResponse:
    """A middleware that begins an `Acknowledgement` before there is a thread to work in: a request
    that waits for one is acknowledged in time too."""
    return within(acknowledgement.SECONDS, ack, context, next_)


def soon_acknowledged(
    ack: Ack, context: BoltContext, next_: Callable[[], BoltResponse]
) -> BoltResponse:
    return within(acknowledgement.COMMAND_SECONDS, ack, context, next_)


def within(
    seconds: float, ack: Ack, context: BoltContext, next_: Callable[[], BoltResponse]
) -> BoltResponse:
    due = context.get("arrived", time.monotonic()) + seconds
    context["acknowledgement"] = Acknowledgement(ack, due=due)
    return next_()


def taken(ack: Ack, next_: Callable[[], BoltResponse]) -> BoltResponse:
    """A middleware that acknowledges before there is a thread to work in: Slack shows nothing that
    an acknowledgement of a press says, so nobody has to wait for one."""
    ack()
    return next_()


def value_of(action: dict[str, Any]) -> str:
    """What was pressed or chosen, whatever the kind of element."""
    if "selected_option" in action:
        return str((action["selected_option"] or {}).get("value", ""))
    return str(
        action.get("value") or action.get("selected_date") or action.get("selected_time") or ""
    )
