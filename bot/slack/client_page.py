"""`/credits client show`: one client, with its packages, its last movements and what to do."""

from uuid import UUID

from sqlalchemy.orm import Session

from bot import wording
from bot.language import Word
from bot.slack import history
from bot.slack.asking import Asked
from bot.slack.messages import Message, message, typing
from bot.slack.words import quoted
from ledger import clients, forecast, groups, statements, status
from ledger.actors import Act
from ledger.models import Access, Account, Client
from scorm_bridge import listings

LAST = 5
MOST_NAMES = 10


def show(asked: Asked, given: str) -> Message:
    asked.actor.must(Act.SEE)
    account_id = asked.actor.account_id

    def found(session: Session) -> Message:
        client = clients.find_client(session, account_id=account_id, given=given)
        return shown(session, asked, client)

    return asked.database.read(found)


def shown(session: Session, asked: Asked, client: Client) -> Message:
    language, say, ids = asked.language, asked.language.mrkdwn, whose(client)
    balance = status.of_client(session, **ids)
    alias = quoted(client.alias)
    return message(
        say("status-client", **wording.balance(balance)),
        *wording.forecast(say, forecast.of_client(session, **ids)),
        say(
            "client-facts",
            access=Word("access", client.access.value),
            country=client.country or "–",
            zone=client.time_zone,
            vat_id=client.vat_id or "–",
        ),
        *campus(session, asked, client),
        *([say("client-archived-line")] if client.archived_at else []),
        *played(session, asked, client),
        *movements(session, asked, client),
        buttons=[
            typing(language("client-allocate.button"), f"allocate {alias}", name="allocate"),
            typing(language("client-edit.button"), f"client edit {alias}", name="edit"),
            typing(language("front-history.button"), f"history {alias}", name="history"),
            *(
                [typing(language("client-groups.button"), f"group list {alias}", name="groups")]
                if client.access is Access.CAMPUS
                else []
            ),
        ],
    )


def campus(session: Session, asked: Asked, client: Client) -> list[str]:
    """Where its Campus is, for who is to tell its learners."""
    if client.access is not Access.CAMPUS:
        return []
    url = asked.office.places.campus_url(clients.campus_code(session, client))
    shown = {"leaderboard": client.has_leaderboard, "is_coloured": bool(client.colour)}
    colours = {"colour": client.colour or "-", "accent": client.accent or "-"}
    return [asked.language.mrkdwn("client-campus", url=url, **shown, **colours)]


def played(session: Session, asked: Asked, client: Client) -> list[str]:
    """Its packages by game, and its groups by name."""
    say = asked.language.mrkdwn
    packages = listings.all_packages(session, account_id=client.account_id, client=client)
    of_client = groups.of_client(session, **whose(client))
    games = [one.game.title for one in packages][:MOST_NAMES]
    names = [one.name for one in of_client][:MOST_NAMES]
    return [
        *([say("client-packages", count=len(packages), games=games)] if games else []),
        *([say("client-groups", count=len(of_client), groups=names)] if names else []),
    ]


def movements(session: Session, asked: Asked, client: Client) -> list[str]:
    account = session.get_one(Account, client.account_id)
    page = statements.page(session, account_id=account.id, wallet_id=client.id, most=LAST)
    if not page.lines:
        return []
    lines = [history.movement(asked.language, line, account.time_zone) for line in page.lines]
    return [asked.language.mrkdwn("client-movements"), *lines]


def whose(client: Client) -> dict[str, UUID]:
    return {"account_id": client.account_id, "client_id": client.id}
