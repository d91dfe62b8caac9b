"""The rules as an owner would work them out on paper: no time, no lock, no database.

What it refuses, it refuses as the ledger does; it may be left half changed then, so whoever asks
keeps a copy.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import ceil
from typing import Any

from ledger.errors import (
    BadAmount,
    ClientArchived,
    IdempotencyConflict,
    NotEnoughCredits,
    PaymentUsed,
    PlayIsOver,
    PurchaseClosed,
    UnknownLearner,
    UnknownPurchase,
)


@dataclass
class Wallet:
    """Its lines, and the matters of it that owners were told, with the balance that ends each."""

    lines: list[int] = field(default_factory=list)
    threshold: tuple[str, int] | None = None
    low_below: int = 0
    matters: dict[str, int] = field(default_factory=dict)
    told: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def balance(self) -> int:
        return sum(self.lines)

    def give(self, credits: int) -> None:
        self.lines.append(credits)
        self.settle()

    def take(self, credits: int, times: int = 1) -> None:
        if self.balance < credits * times:
            raise NotEnoughCredits(wanted=credits * times, available=self.balance)
        self.lines += [-credits] * times
        if self.balance < self.low_below:
            self.tell("low")

    def tell(self, matter: str, ends_at: int = 0) -> None:
        if matter not in self.matters:
            self.matters[matter] = ends_at
            self.told["alert opened", matter] += 1

    def settle(self) -> None:
        """The threshold follows what came in last; a matter ends a fifth above the threshold."""
        given = next((line for line in reversed(self.lines) if line > 0), 0)
        unit, value = self.threshold or ("credits", max(60, ceil(given / 10)))
        units = {"plays": value * 6, "credits": value, "per cent": ceil(given * value / 100)}
        self.low_below = units[unit]
        for matter, ends_at in list(self.matters.items()):
            if self.balance * 5 >= self.low_below * 6 and self.balance >= ends_at:
                del self.matters[matter]
                self.told["alert closed", matter] += 1


@dataclass
class Person:
    """A learner: of each game the number of their last play and whether it is open."""

    plays: dict[str, tuple[int, bool]] = field(default_factory=dict)
    is_erased: bool = False


class Model:
    def __init__(self, clients: Sequence[str], games: Sequence[str], bought: int) -> None:
        self.wallets = {name: Wallet() for name in ("pool", *clients)}
        self.people: dict[str, dict[str, Person]] = {name: {} for name in clients}
        self.prices = dict.fromkeys(games, 6)
        self.orders: dict[int, int] = {}
        self.paid: dict[int, str] = {}
        self.keys: dict[str, tuple[object, Any]] = {}
        self.archived: set[str] = set()
        self.order(bought)
        self.confirm(1, "transfer 1")

    def bought(self) -> int:
        return sum(self.orders[number] for number in self.paid)

    def plays(self) -> Iterator[tuple[int, bool]]:
        for people in self.people.values():
            for person in people.values():
                yield from person.plays.values()

    def registrations(self) -> int:
        return sum(number for number, _ in self.plays())

    def has_open_play(self) -> bool:
        return any(is_open for _, is_open in self.plays())

    def once(self, key: str, facts: object, act: Callable[[], Any]) -> Any:
        if key not in self.keys:
            self.keys[key] = (facts, act())
        before, answer = self.keys[key]
        if before != facts:
            raise IdempotencyConflict(key=key, before={}, now={})
        return answer

    def order(self, credits: int) -> int:
        number = len(self.orders) + 1
        self.orders[number] = credits
        return number

    def confirm(self, number: int, reference: str) -> int:
        if number not in self.orders:
            raise UnknownPurchase(given=str(number))
        if number not in self.paid:
            for other, by in self.paid.items():
                if by == reference:
                    raise PaymentUsed(given=reference, number=other)
            self.wallets["pool"].give(self.orders[number])
        elif self.paid[number] != reference:
            raise PurchaseClosed(number=number, state="paid")
        self.paid[number] = reference
        return self.wallets["pool"].balance

    def must_be_active(self, client: str) -> None:
        if client in self.archived:
            raise ClientArchived(client=client)

    def allocate(self, client: str, credits: int) -> tuple[int, int]:
        self.wallets["pool"].take(credits)
        self.wallets[client].give(credits)
        return self.wallets["pool"].balance, self.wallets[client].balance

    def charge(self, client: str, game: str, people: Sequence[str]) -> None:
        wallet, cheapest = self.wallets[client], min(self.prices.values())
        wallet.take(self.prices[game], len(people))
        if wallet.balance < cheapest:
            wallet.tell("spent", ends_at=cheapest)
        for learner in people:
            plays = self.people[client][learner].plays
            plays[game] = (plays.get(game, (0, False))[0] + 1, True)

    def last_play(self, client: str, game: str, learner: str) -> tuple[int, bool]:
        person = self.people[client].setdefault(learner, Person())
        return person.plays.get(game, (0, False))

    def register(self, client: str, game: str, learner: str, new_play: bool) -> tuple[int, bool]:
        number, is_open = self.last_play(client, game, learner)
        if is_open:
            return number, False
        if number and not new_play:
            raise PlayIsOver(play=number, completed_at=None, price=self.prices[game])
        self.charge(client, game, [learner])
        return number + 1, True

    def register_group(
        self, client: str, game: str, people: Sequence[str], fitting: bool, new_plays: bool
    ) -> dict[str, Any]:
        self.must_be_active(client)
        report: dict[str, Any] = {"registered": [], "already": [], "returned": [], "over": []}
        for learner in dict.fromkeys(people):
            number, is_open = self.last_play(client, game, learner)
            is_over = number and not new_plays
            report["already" if is_open else "over" if is_over else "registered"].append(learner)
        wallet, price, wanted = self.wallets[client], self.prices[game], report["registered"]
        most = wallet.balance // price if fitting else len(wanted)
        report |= {"registered": wanted[:most], "left_out": wanted[most:]}
        if wanted[:most]:
            self.charge(client, game, wanted[:most])
        return report | {"credits": len(wanted[:most]) * price, "available": wallet.balance}

    def close(self, client: str, game: str, people: Sequence[str]) -> None:
        """Their plays of the game are over: completed, or their group ended."""
        for person in (self.people[client].get(learner) for learner in people):
            if person and game in person.plays:
                person.plays[game] = (person.plays[game][0], False)

    def erase(self, client: str, learner: str) -> None:
        if learner not in self.people[client]:
            raise UnknownLearner(given=learner)
        self.people[client][learner].is_erased = True

    def move(self, client: str, moves: dict[str, str]) -> dict[str, list[str]]:
        """The most that can move together without two people under one id."""
        people = self.people[client]
        known = [old for old in moves if old in people]
        for size in range(len(known), -1, -1):
            for moved in combinations(known, size):
                after = {moves[id] if id in moved else id: people[id] for id in people}
                if len(after) == len(people):
                    self.people[client] = after
                    taken = [old for old in known if old not in moved]
                    unknown = [old for old in moves if old not in people]
                    return {"moved": list(moved), "unknown": unknown, "taken": taken}
        raise AssertionError("nobody moving is always possible")

    def set_price(self, game: str, price: int) -> None:
        if price < 1:
            raise BadAmount(given=str(price), most=10_000)
        self.prices[game] = price

    def set_threshold(self, wallet: str, unit: str, value: int) -> int:
        self.wallets[wallet].threshold = (unit, value)
        self.wallets[wallet].settle()
        return self.wallets[wallet].low_below
