"""Who sent a request: a member of the account whose workspace it comes from, or nobody.

Both are found in one read, in Bolt's place before authorisation; no call to Slack is made.
"""

import time
from collections.abc import Callable
from typing import Any

from slack_bolt import BoltContext, BoltResponse
from slack_bolt.authorization import AuthorizeResult

from bot import people, profiles
from bot.language import ENGLISH
from bot.people import Caller
from bot.slack import modals
from bot.slack.tokens import Tokens
from ledger.actors import of_member
from ledger.database import Database
from ledger.models import Source


def identification(database: Database) -> Callable[..., BoltResponse]:
    """A middleware that puts `actor`, `language` and `installation` into the context, or denies.

    An event that no person asked for passes without an actor where it is about no member.
    """

    def identify(
        body: dict[str, Any], context: BoltContext, next_: Callable[[], BoltResponse]
    ) -> BoltResponse:
        context["arrived"] = time.monotonic()
        if body.get("type") == "url_verification":
            return next_()
        caller = database.read(
            lambda session: people.find_caller(
                session,
                team_id=context.team_id or "",
                enterprise_id=context.enterprise_id,
                slack_user_id=context.user_id or "",
            )
        )
        if caller is None:
            return denied(context, body, ENGLISH.mrkdwn("caller-no-account"))
        context["language"] = people.language_of(caller)
        say = context["language"].mrkdwn
        if is_stranger(body, caller):
            return denied(context, body, say("caller-stranger"))
        if caller.member is not None:
            context["actor"] = of_member(caller.member, Source.SLACK)
            context["profile_is_due"] = profiles.is_due(caller.asked_at)
        elif body.get("type") != "event_callback":
            return denied(context, body, say("caller-no-member", user=context.user_id))
        context["installation"] = caller.installation
        return next_()

    return identify


def is_stranger(body: dict[str, Any], caller: Caller) -> bool:
    """Whether the person is of another workspace, which shares a channel by Slack Connect.

    A person of an org may be named with any workspace of it, and a request does not say whose a
    workspace is. So with an org-wide install this proves nothing, and being connected decides: the
    id of a user is the org's, and only its own people were connected.
    """
    if caller.installation.is_org:
        return False
    asked = body.get("event", body)
    user = asked.get("user")
    team = user.get("team_id") if isinstance(user, dict) else asked.get("user_team")
    org = (body.get("enterprise") or {}).get("id") or body.get("enterprise_id")
    return team not in {None, caller.installation.team_id, org}


def denied(context: BoltContext, body: dict[str, Any], sentence: str) -> BoltResponse:
    """One sentence to the person alone, where Slack shows it: in the answer to a command, in the
    modal that was sent, for the press of a button at its response_url."""
    kind = body.get("type")
    if "command" in body:
        return BoltResponse(status=200, body=sentence)
    if kind == "view_submission":
        return BoltResponse(status=200, body=modals.refused(body["view"], sentence))
    if kind == "block_suggestion":
        return BoltResponse(status=200, body={"options": []})
    if context.respond and context.response_url:
        context.respond(sentence, response_type="ephemeral", replace_original=False)
    return BoltResponse(status=200)


def authorisation(tokens: Tokens) -> Callable[..., AuthorizeResult]:
    def authorize(context: BoltContext) -> AuthorizeResult:
        installation = context["installation"]
        return AuthorizeResult(
            enterprise_id=context.enterprise_id,
            team_id=context.team_id or installation.team_id,
            bot_user_id=installation.bot_user_id,
            bot_token=tokens.of(installation),
        )

    return authorize
