"""Who sent a request: a member of the account whose workspace it comes from, or nobody.

Both are found in one read, in Bolt's place before authorisation; no call to Slack is made.
"""

from collections.abc import Callable
from typing import Any

from slack_bolt import BoltContext, BoltResponse
from slack_bolt.authorization import AuthorizeResult

from bot import people
from bot.language import ENGLISH
from bot.people import Caller
from ledger.actors import of_member
from ledger.database import Database
from ledger.keyring import KeyRing
from ledger.models import Source


def identification(database: Database) -> Callable[..., BoltResponse]:
    """A middleware that puts `actor`, `language` and `installation` into the context, or denies."""

    def identify(
        body: dict[str, Any], context: BoltContext, next_: Callable[[], BoltResponse]
    ) -> BoltResponse:
        if body.get("type") == "url_verification":
            return next_()
        caller = database.read(
            lambda session: people.find_caller(
                session, team_id=context.team_id or "", slack_user_id=context.user_id or ""
            )
        )
        if caller is None:
            return denied(context, body, ENGLISH.mrkdwn("caller-no-account"))
        say = people.language_of(caller).mrkdwn
        if is_stranger(body, caller):
            return denied(context, body, say("caller-stranger"))
        if caller.member is None:
            return denied(context, body, say("caller-no-member", user=context.user_id))
        context["actor"] = of_member(caller.member, Source.SLACK)
        context["language"] = people.language_of(caller)
        context["installation"] = caller.installation
        return next_()

    return identify


def is_stranger(body: dict[str, Any], caller: Caller) -> bool:
    """Whether the person is of another workspace, which shares a channel by Slack Connect."""
    user = body.get("user")
    team = user.get("team_id") if isinstance(user, dict) else body.get("user_team")
    return team is not None and team != caller.installation.team_id


def denied(context: BoltContext, body: dict[str, Any], sentence: str) -> BoltResponse:
    """One sentence to the person alone. Slack shows none in the answer to the press of a button,
    so that one goes to its response_url."""
    if "command" in body:
        return BoltResponse(status=200, body=sentence)
    if context.respond and context.response_url:
        context.respond(sentence, response_type="ephemeral", replace_original=False)
    return BoltResponse(status=200)


def authorisation(keyring: KeyRing) -> Callable[..., AuthorizeResult]:
    def authorize(context: BoltContext) -> AuthorizeResult:
        installation = context["installation"]
        return AuthorizeResult(
            enterprise_id=context.enterprise_id,
            team_id=installation.team_id,
            bot_user_id=installation.bot_user_id,
            bot_token=keyring.decrypt(installation.bot_token).decode(),
        )

    return authorize
