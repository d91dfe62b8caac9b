"""The App Home: the pool, what waits for somebody, the clients that run out first, what moved.

It is composed of how things stand, for one person: when they open it (`home_tab`), when they leaf
on, and by the worker when something changed.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot import wording
from bot.language import Language
from bot.lengths import shortened
from bot.slack import blocks, commands, inputs, payments
from bot.slack.blocks import Block, button
from bot.slack.home import Home
from bot.slack.messages import packed
from bot.slack.status import owed_by
from bot.slack.words import quoted
from ledger import alerts, journal, movements, purchases, requests, status
from ledger.actors import Act, Actor
from ledger.models import Account, Alert, AlertKind, AllocationRequest, Client, Member, TransferKind
from ledger.movements import Movement
from ledger.status import AccountStatus, Balance

CLIENTS_SHOWN = 10
OTHERS_SHOWN = 5
"""Of orders, of requests and of alerts: all that may be on a Home keeps within its 100 blocks."""

PREVIOUS, NEXT, FIND = "home.previous", "home.next", "home.find"
CLIENT = "home.client."
"""How the action of the button beside a client begins; then comes which client."""

APPROVE, DECLINE = "request.approve", "request.decline"
SOUGHT = "client"
"""The input in which a client is sought."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A button for who may do `act`; it types `line` after the command."""

    action_id: str
    label: str
    line: str
    act: Act


BUY = "home.buy"

WAYS = (
    Way(action_id="home.allocate", label="home-allocate.button", line="allocate", act=Act.ALLOCATE),
    Way(action_id=BUY, label="front-buy.button", line="buy", act=Act.ORDER),
    Way(
        action_id="home.build",
        label="home-build.button",
        line="package build",
        act=Act.BUILD_PACKAGE,
    ),
    Way(action_id="home.history", label="home-history.button", line="history", act=Act.SEE),
    Way(
        action_id="home.add-client",
        label="home-add-client.button",
        line="client add",
        act=Act.ADD_CLIENT,
    ),
)

ALERTS = {
    AlertKind.LOW: "home-alert-low",
    AlertKind.SPENT: "home-alert-spent",
    AlertKind.TURNED_AWAY: "home-alert-turned-away",
}

MOVEMENTS = {
    TransferKind.PURCHASE: "home-movement-purchase",
    TransferKind.ALLOCATION: "home-movement-allocation",
    TransferKind.CONSUMPTION: "home-movement-consumption",
    TransferKind.REFUND: "home-movement-refund",
}


def composed(session: Session, actor: Actor, language: Language, *, skipped: int = 0) -> Home:
    """For a person of the team, from their client number `skipped` + 1 on. Raises NotAllowed."""
    actor.must(Act.SEE)
    view = Overview(session=session, actor=actor, language=language, skipped=skipped)
    return Home(blocks=list(view.blocks()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    session: Session
    actor: Actor
    language: Language
    skipped: int

    def blocks(self) -> Iterator[Block]:
        found = status.of_account(
            self.session,
            account_id=self.actor.account_id,
            shown=CLIENTS_SHOWN,
            skipped=self.skipped,
        )
        say = self.language.mrkdwn
        yield blocks.header(self.language("home-pool.header", pool=found.pool))
        yield blocks.section(say("status-clients", clients=found.clients, **wording.figures(found)))
        if owed := owed_by(self.session, self.actor):
            yield blocks.section(say("status-owed", owed=owed))
        if ways := [self.way(one) for one in WAYS if self.may(one)]:
            yield blocks.actions(*ways)
        yield from self.orders()
        yield from self.requests()
        yield from self.alerts()
        yield from self.clients(found)
        yield from self.movements()

    def may(self, way: Way) -> bool:
        """Nobody is shown what they may not do, or what this app does not know."""
        return self.actor.may(way.act) and way.line.split()[0] in commands.SUBCOMMANDS

    def way(self, way: Way) -> Block:
        line = self.missing(way.line) if way.action_id == BUY else way.line
        return button(self.language(way.label), action_id=way.action_id, value=line)

    def missing(self, line: str) -> str:
        """With what a pool that runs low wants."""
        account_id = self.actor.account_id
        low = alerts.open_alerts(self.session, account_id, account_id)
        if not low:
            return line
        held = journal.balance(self.session, account_id, account_id)
        return f"{line} {alerts.missing(low[-1].facts['low_below'], held)}"

    def orders(self) -> Iterator[Block]:
        waiting = purchases.pending(self.session, account_id=self.actor.account_id)
        for order in waiting[:OTHERS_SHOWN]:
            waits = "home-order" if order.refused_at is None else "payment-mistaken"
            line = self.language.mrkdwn(waits, **payments.facts_of(order))
            pays = payments.ways(self.language, order) if self.actor.may(Act.ORDER) else []
            yield blocks.section(line, accessory=pays[0] if pays else None)
        yield from self.listed([], of=len(waiting[OTHERS_SHOWN:]))

    def requests(self) -> Iterator[Block]:
        waiting = requests.waiting(self.session, account_id=self.actor.account_id)
        if waiting:
            yield blocks.header(self.language("home-requests.header"))
        for request in waiting[:OTHERS_SHOWN]:
            yield from self.request(request)
        yield from self.listed([], of=len(waiting[OTHERS_SHOWN:]))

    def request(self, request: AllocationRequest) -> Iterator[Block]:
        yield from self.listed(self.request_lines(request))
        if self.actor.may(Act.APPROVE):
            yes, no = self.language("home-approve.button"), self.language("home-decline.button")
            yield blocks.actions(
                button(yes, action_id=APPROVE, value=request.id.hex, style="primary"),
                button(no, action_id=DECLINE, value=request.id.hex),
            )

    def request_lines(self, request: AllocationRequest) -> list[str]:
        say = self.language.mrkdwn
        client = self.session.get_one(Client, (request.account_id, request.client_id))
        member = self.session.get_one(Member, (request.account_id, request.asked_by))
        named = wording.named(client.name, client.alias)
        lines = [say("home-request", member=member.name, credits=request.credits, client=named)]
        if request.reference:
            lines.append(say("home-request-reference", reference=request.reference))
        if request.comment:
            lines.append(say("home-request-comment", comment=request.comment))
        return lines

    def alerts(self) -> Iterator[Block]:
        opened = alerts.all_open(self.session, account_id=self.actor.account_id)
        if opened:
            yield blocks.header(self.language("home-alerts.header"))
        lines = [self.alert(one) for one in opened[:OTHERS_SHOWN]]
        yield from self.listed(lines, of=len(opened))

    def alert(self, alert: Alert) -> str:
        client = self.session.get(Client, (alert.account_id, alert.wallet_id))
        return self.language.mrkdwn(
            ALERTS[alert.kind],
            wallet="client" if client else "pool",
            client=wording.named(client.name, client.alias) if client else "",
            at=self.language.moment(alert.opened_at, self.time_zone),
        )

    def clients(self, found: AccountStatus) -> Iterator[Block]:
        yield blocks.header(self.language("home-clients.header"))
        for balance in found.most_urgent:
            yield blocks.section(self.client(balance), accessory=self.way_of(balance))
        if found.skipped or found.hidden:
            first, last = found.skipped + 1, found.last
            page = self.language.mrkdwn("home-page", first=first, last=last, clients=found.clients)
            yield blocks.context(page)
            yield blocks.actions(*self.pages(found))
            yield self.search()
            show = self.language("home-find.button")
            yield blocks.actions(button(show, action_id=FIND, value="status"))

    def client(self, balance: Balance) -> str:
        return self.language.mrkdwn(
            "home-client" if balance.allocated else "home-client-new",
            is_low=balance.is_low,
            client=wording.named(balance.name, balance.alias),
            available=balance.available,
            allocated=balance.allocated,
            bar="▰" * balance.tenths + "▱" * (10 - balance.tenths),
        )

    def way_of(self, balance: Balance) -> Block:
        """What is done about a client; who listens, and does not see beside what it stands, hears
        of whom it is."""
        allocates = self.actor.may(Act.ALLOCATE)
        label = self.language("home-allocate.button" if allocates else "home-status.button")
        line = f"{'allocate' if allocates else 'status'} {quoted(balance.alias)}"
        named = wording.named(balance.name, balance.alias)
        heard = self.language("home-act-for", act=label, client=named)
        action_id = f"{CLIENT}{balance.client_id.hex}"
        pressed = button(label, action_id=action_id, value=blocks.escape(line))
        return {**pressed, "accessibility_label": shortened(heard, blocks.BUTTON_MOST)}

    def pages(self, found: AccountStatus) -> Iterator[Block]:
        """A button holds how many clients the page it leads to skips."""
        if found.skipped:
            before = max(0, found.skipped - CLIENTS_SHOWN)
            label = self.language("home-previous.button")
            yield button(label, action_id=PREVIOUS, value=str(before))
        if found.hidden:
            yield button(self.language("home-next.button"), action_id=NEXT, value=str(found.last))

    def search(self) -> Block:
        label, placeholder = self.language("home-find.label"), "home-find.placeholder"
        return inputs.text(
            SOUGHT, label, placeholder=self.language(placeholder), most=120, is_optional=True
        )

    def movements(self) -> Iterator[Block]:
        yield blocks.header(self.language("home-movements.header"))
        found = movements.latest(self.session, account_id=self.actor.account_id)
        lines = [self.movement(one) for one in found]
        yield from self.listed(lines or [self.language.mrkdwn("home-no-movements")])

    def movement(self, movement: Movement) -> str:
        return self.language.mrkdwn(
            MOVEMENTS[movement.kind],
            at=self.language.moment(movement.at, self.time_zone),
            credits=movement.credits,
            client=wording.named(movement.client or "", movement.alias or ""),
        )

    def listed(self, lines: list[str], *, of: int = 0) -> Iterator[Block]:
        """Lines, and how many more there are."""
        if of > len(lines):
            lines = [*lines, self.language.mrkdwn("home-more", hidden=of - len(lines))]
        if lines:
            yield from (blocks.section(text) for text in packed(lines))

    @property
    def time_zone(self) -> str:
        return self.session.get_one(Account, self.actor.account_id).time_zone
