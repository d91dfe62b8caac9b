"""`/credits team add|remove|list`: the members of the account, and what each may do."""

import re
from dataclasses import dataclass

from slack_sdk.errors import SlackApiError
from sqlalchemy.orm import Session

from bot import people
from bot.language import Say, Word
from bot.slack import inputs
from bot.slack.asking import Asked, Submitted
from bot.slack.blocks import option
from bot.slack.listening import Listening
from bot.slack.messages import Message, message
from bot.slack.modals import Modal
from ledger import accounts, members
from ledger.actors import Act, Actor
from ledger.amounts import whole_credits
from ledger.errors import BadAmount
from ledger.models import Member, Role

ADD = "team.add"
MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
"""As Slack sends a person who was mentioned (its page on slash commands, "Escaping")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What Slack says of a user."""

    slack_user_id: str
    name: str
    email: str


def typed(asked: Asked) -> Message | Modal:
    first, *rest = asked.words or ["list"]
    match first.casefold(), rest:
        case "list", []:
            return listed(asked)
        case "add", []:
            return form(asked)
        case "add", [mention, role, *limit] if role.casefold() in set(Role) and len(limit) < 2:
            return mentioned(asked, mention, Role(role.casefold()), *limit)
        case "remove", [mention]:
            return removed(asked, mention)
    asked.actor.must(Act.SEE)
    return message(asked.language.mrkdwn("team-usage"))


def form(asked: Asked) -> Modal:
    asked.actor.must(Act.ADD_MEMBER)
    say = asked.language
    roles = [option(say(f"role-{role.value}"), role.value) for role in Role]
    limit, hint = say("team-most.label"), say("team-most.hint")
    return Modal(
        callback_id=ADD,
        title=say("team-add.title"),
        submit=say("team-add.submit"),
        close=say("team-add.close"),
        blocks=[
            inputs.person("person", say("team-person.label")),
            inputs.choice("role", say("team-role.label"), roles, chosen=Role.VIEWER.value),
            inputs.number("limit", limit, hint=hint, is_optional=True),
        ],
    )


def sent(asked: Submitted) -> Message:
    filled, role = asked.filled, Role(asked.filled.chosen("role") or Role.VIEWER)
    return added(asked, filled.person("person") or "", role, filled.text("limit"))


def mentioned(asked: Asked, mention: str, role: Role, limit: str | None = None) -> Message:
    asked.actor.must(Act.ADD_MEMBER)
    found = MENTION.fullmatch(mention)
    if found is None:
        return message(asked.language.mrkdwn("team-no-mention", given=mention))
    return added(asked, found[1], role, limit)


def listed(asked: Asked) -> Message:
    asked.actor.must(Act.SEE)
    say = asked.language.mrkdwn
    team = asked.database.read(
        lambda session: members.all_members(session, account_id=asked.actor.account_id)
    )
    return message(say("team-list"), *(line(say, member) for member in team))


def line(say: Say, member: Member) -> str:
    role = Word("role", member.role.value)
    said = say("team-line", member=member.name, email=member.email, role=role)
    if member.role is Role.MANAGER and member.allocates_most is not None:
        return f"{said}, {say('team-limit', most=member.allocates_most)}"
    return said


def added(asked: Asked, slack_user_id: str, role: Role, limit: str | None) -> Message:
    """Who is a member already has the role and the limit from now on."""
    asked.actor.must(Act.ADD_MEMBER)
    most = whole_credits(limit) if limit else None
    say, person = asked.language.mrkdwn, looked_up(asked, slack_user_id)
    if person is None:
        return message(say("team-no-person", given=slack_user_id))

    def write(session: Session) -> Message:
        member = joined(session, asked.actor, person, role)
        members.limit_member(session, actor=asked.actor, member=member, most=most)
        return message(say("team-added"), line(say, member))

    return asked.database.write(write)


def looked_up(asked: Asked, slack_user_id: str) -> Person | None:
    """A person of this workspace, with an address; no app, no guest of another, no one who left."""
    try:
        answer = asked.office.client(asked.actor.account_id).users_info(user=slack_user_id)
    except SlackApiError as error:
        if error.response["error"] in {"user_not_found", "user_not_visible"}:
            return None
        raise
    user = answer["user"]
    profile = user.get("profile") or {}
    is_other = user.get("is_bot") or user.get("deleted") or user.get("is_stranger")
    if is_other or not profile.get("email"):
        return None
    name = user.get("real_name") or profile.get("real_name") or user["name"]
    return Person(slack_user_id=slack_user_id, name=name, email=profile["email"])


def joined(session: Session, actor: Actor, person: Person, role: Role) -> Member:
    member = people.find_member(
        session, account_id=actor.account_id, slack_user_id=person.slack_user_id
    ) or accounts.member_of(session, account_id=actor.account_id, email=person.email)
    if member is None:
        member = accounts.add_member(
            session, actor=actor, name=person.name, email=person.email, role=role
        )
        session.flush()
    else:
        members.change_role(session, actor=actor, member=member, role=role)
    people.connect_user(session, member=member, slack_user_id=person.slack_user_id)
    return member


def removed(asked: Asked, mention: str) -> Message:
    asked.actor.must(Act.CHANGE_MEMBER)
    say, found = asked.language.mrkdwn, MENTION.fullmatch(mention)
    account_id = asked.actor.account_id

    def write(session: Session) -> Message:
        member = (
            people.find_member(session, account_id=account_id, slack_user_id=found[1])
            if found
            # Someone who left Slack cannot be mentioned any more.
            else accounts.member_of(session, account_id=account_id, email=mention)
        )
        if member is None:
            return message(say("team-no-member", given=mention))
        members.remove_member(session, actor=asked.actor, member=member)
        return message(say("team-removed", member=member.name))

    return asked.database.write(write)


def register(on: Listening) -> None:
    on.submission(ADD, sent, inputs={BadAmount: "limit"})
