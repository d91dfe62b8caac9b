"""`obole slack`: who is who in Slack, and typing a slash command without it."""

import re
from typing import Any

import click
from sqlalchemy.orm import Session

from bot import people
from bot.commands.desk import Desk, of_account, rehearsable
from ledger import accounts
from ledger.actors import Actor


class Typed(click.Group):
    """`obole slack "/credits …"` is `obole slack type "/credits …"`."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        return super().resolve_command(ctx, ["type", *args] if args[0].startswith("/") else args)


def shaped(pattern: str, example: str) -> Any:
    """A check of an argument's shape; Slack's ids and tokens are easily mixed up."""

    def check(ctx: click.Context, param: click.Parameter, value: str) -> str:  # noqa: ARG001
        if not re.fullmatch(pattern, value):
            raise click.BadParameter(f"it looks like {example}")
        return value

    return check


TEAM = shaped(r"T[A-Z0-9]{2,30}", "T0123456789")
USER = shaped(r"[UW][A-Z0-9]{2,30}", "U0123456789")


@click.group(cls=Typed)
def slack() -> None:
    """Connect a workspace and its people, type a slash command.

    obole slack "/credits status acme" --user U0123456789 types one.
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
        lambda session, actor: people.connect_workspace(
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
@click.argument("text")
@click.option("--user", "user_id", required=True, callback=USER, help="Who types it.")
@click.option("--press", metavar="LABEL", help="Then press this button of the answer.")
@of_account
def type_(desk: Desk, text: str, user_id: str, press: str | None) -> None:
    """Type TEXT, a slash command, as Slack would send it to PUBLIC_URL; print the answer."""
    from bot.slack.driver import Driver
    from bot.slack.routes import PATH

    workspace = desk.read(
        lambda session, actor: people.find_workspace(session, account_id=actor.account_id)
    )
    if workspace is None:
        raise click.ClickException("The account has no workspace. Use: obole slack connect")
    endpoint = f"{desk.settings.places.public_url.rstrip('/')}{PATH}"
    secret = desk.settings.signing_secret
    with Driver(endpoint, signing_secret=secret, team_id=workspace.team_id) as driver:
        answer = driver.command(text, user=user_id)
        click.echo(answer.text)
        if press:
            try:
                click.echo(driver.press(answer, press).text)
            except LookupError as error:
                raise click.ClickException(f"Nothing was pressed: {error}.") from None
