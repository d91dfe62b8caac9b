"""`obole slack`: who is who in Slack, and typing a slash command without it."""

import logging
import re
import sys
from typing import TYPE_CHECKING, Any

import click
from sqlalchemy.orm import Session

from bot import logs, people, workspaces
from bot.commands.desk import Desk, of_account, rehearsable
from ledger import accounts
from ledger.actors import Actor

if TYPE_CHECKING:
    from bot.slack.driver import Answer, Driver


HOME = "home"
"""What is typed for the App Home, which a person opens by no command."""


class Typed(click.Group):
    """`obole slack "/credits …"` is `obole slack type "/credits …"`; so is `obole slack home`."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        is_typed = args[0].startswith("/") or args[0].casefold() == HOME
        return super().resolve_command(ctx, ["type", *args] if is_typed else args)


def shaped(pattern: str, example: str) -> Any:
    """A check of an argument's shape; Slack's ids and tokens are easily mixed up."""

    def check(
        ctx: click.Context,  # noqa: ARG001
        param: click.Parameter,  # noqa: ARG001
        value: str | None,
    ) -> str | None:
        if value is not None and not re.fullmatch(pattern, value):
            raise click.BadParameter(f"it looks like {example}")
        return value

    return check


TEAM = shaped(r"T[A-Z0-9]{2,30}", "T0123456789")
USER = shaped(r"[UW][A-Z0-9]{2,30}", "U0123456789")


@click.group(cls=Typed)
def slack() -> None:
    """Connect a workspace and its people, type a slash command.

    obole slack "/credits status acme" types one, with no workspace too; obole slack home opens the
    App Home.
    """


@slack.command()
@click.argument("team_id", callback=TEAM)
@click.argument("bot_token", callback=shaped(r"xoxb-\S+", "xoxb-…"))
@click.option("--bot-user", required=True, callback=USER, help="The bot's own user id.")
@of_account
@rehearsable
def connect(desk: Desk, team_id: str, bot_token: str, bot_user: str) -> None:
    """Give the account the workspace TEAM_ID, or a new BOT_TOKEN for it."""
    keyring = desk.settings.keyring
    desk.write(
        lambda session, actor: workspaces.connect_workspace(
            session,
            account_id=actor.account_id,
            team_id=team_id,
            bot_user_id=bot_user,
            bot_token=bot_token,
            keyring=keyring,
        )
    )
    click.echo(f"Connected the workspace {team_id}.")


@slack.command()
@click.argument("slack_user_id", metavar="USER_ID", callback=USER)
@click.argument("email")
@of_account
@rehearsable
def user(desk: Desk, slack_user_id: str, email: str) -> None:
    """Say that the Slack user USER_ID is the member with the address EMAIL."""

    def connected(session: Session, actor: Actor) -> str:
        member = accounts.find_member(session, account_id=actor.account_id, email=email)
        people.connect_user(session, member=member, slack_user_id=slack_user_id)
        return member.name

    click.echo(f"The Slack user {slack_user_id} is {desk.write(connected)}.")


@slack.command("type")
@click.argument("text", required=False)
@click.option("--user", "user_id", callback=USER, help="The Slack user who types it.")
@click.option("--as", "email", metavar="EMAIL", help="The member who types it, else an owner.")
@click.option("--fill", multiple=True, metavar="INPUT=VALUE", help="Fill in the modal it opens.")
@click.option("--submit", is_flag=True, help="Send the modal it opens.")
@click.option("--press", multiple=True, metavar="LABEL", help="Then press this button.")
@of_account
def type_(
    desk: Desk,
    text: str | None,
    user_id: str | None,
    email: str | None,
    fill: tuple[str, ...],
    submit: bool,
    press: tuple[str, ...],
) -> None:
    """Type TEXT, a slash command, as Slack would send it; print the answer. home is the App Home.

    It goes to PUBLIC_URL, to the app of the account's workspace. An account without one gets an
    emulator's, with its members in it, until the command ends. Without --fill, --submit and
    --press, a terminal is asked what to press and how to fill in modals.
    """
    from bot.commands.conversation import Conversation
    from bot.commands.seat import seated

    # The answers are what a terminal is for; of the app's own lines, those that warn.
    logs.configure(level=logging.WARNING)
    with seated(desk, user_id=user_id, email=email) as (driver, user):
        conversation = Conversation(driver=driver, user=user)
        answer = conversation.type(text) if text else None
        if not (fill or submit or press) and (text is None or is_terminal()):
            conversation.hold(answer)
        elif answer:
            click.echo(answer.text)
            carry_on(driver, answer, given(fill), submit=submit or bool(fill), press=press)


def is_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def given(fill: tuple[str, ...]) -> dict[str, str]:
    """Inputs and their values, of `INPUT=VALUE`."""
    for one in fill:
        if "=" not in one:
            raise click.BadParameter(f"{one} is no INPUT=VALUE")
    pairs = (one.split("=", 1) for one in fill)
    return {name.strip(): value for name, value in pairs}


def carry_on(
    driver: "Driver",
    answer: "Answer",
    given: dict[str, str],
    *,
    submit: bool,
    press: tuple[str, ...],
) -> None:
    """Send the modal, then press the buttons in turn; each answer is printed."""
    from bot.slack.driver import NotFilled

    try:
        if submit:
            answer = driver.submit(answer, given)
            click.echo(answer.text)
        for label in press:
            # A modal's own button is no element of it.
            way = (answer.view or {}).get("submit") or {}
            sends = label == way.get("text")
            answer = driver.submit(answer) if sends else driver.press(answer, label)
            click.echo(answer.text)
    except LookupError as error:
        raise click.ClickException(f"Nothing was pressed: {error.args[0]}.") from None
    except NotFilled as error:
        raise click.ClickException(f"Nothing was sent: {error}.") from None
