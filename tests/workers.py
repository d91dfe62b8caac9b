"""Processes that work on one database and log what they ask for, to be killed in the middle.

Each logs what it asks for before it asks, and the answer when it has it. One that takes the place
of a killed one asks again, under the same key, for what its log has no answer to.
"""

import json
import multiprocessing
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from sqlalchemy.exc import DBAPIError

from ledger import allocation, group_registration, purchases, registration
from ledger.actors import Actor
from ledger.database import Database
from ledger.errors import NotEnoughCredits
from ledger.ids import new_id
from ledger.learners import Newcomer
from ledger.models import Client, Source
from ledger.places import Place

WORKERS = 4
BOUGHT = 240

Asked = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What a worker works with; it is sent to another process."""

    url: str
    owner: Actor
    operator: Actor
    client: Client
    place: Place


class Log:
    """Lines that outlive their process: what was asked, and what the answer was."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.touch()

    def add(self, **line: Any) -> None:
        # One unbuffered write: a killed process leaves a whole line or none.
        with self.path.open("ab", buffering=0) as file:
            file.write(json.dumps(line).encode() + b"\n")

    def asked(self) -> dict[str, Asked]:
        return {line["key"]: line for line in self._lines() if "act" in line}

    def answers(self) -> dict[str, Any]:
        """By key; None is a refusal."""
        return {line["key"]: line["answer"] for line in self._lines() if "answer" in line}

    def unanswered(self) -> list[Asked]:
        answers = self.answers()
        return [asked for key, asked in self.asked().items() if key not in answers]

    def _lines(self) -> list[Any]:
        return [json.loads(line) for line in self.path.read_text().splitlines()]


def work(desk: Desk, log: Log, seed: int, enough: Path) -> None:
    """Ask for one thing after the other, and now and then for the same again."""
    database, chance = Database(desk.url, pool_size=2), random.Random(seed)
    for asked in log.unanswered():
        log.add(key=asked["key"], answer=answered(database, desk, asked))
    for number in count(len(log.asked())):
        if enough.exists():
            break
        asked = something(chance, number)
        log.add(**asked)
        answer = answered(database, desk, asked)
        log.add(key=asked["key"], answer=answer)
        if answer is not None and chance.random() < 0.1:
            assert answered(database, desk, asked) == answer
    database.close()


def something(chance: random.Random, number: int) -> Asked:
    """The workers come by the same learners at about the same time."""
    act = chance.choices(["buy", "allocate", "register", "group"], [2, 4, 12, 2])[0]
    learners = chance.sample(range(number, number + 30), 5 if act == "group" else 1)
    return {
        "key": str(new_id()),
        "act": act,
        "credits": BOUGHT if act == "buy" else chance.randrange(6, 121),
        "learners": [f"learner {learner}" for learner in learners],
    }


def answered(database: Database, desk: Desk, asked: Asked) -> Any:
    """Ask until there is an answer, or a refusal: the server may be down for a while."""
    while True:
        try:
            return ACTS[asked["act"]](database, desk, asked)
        except NotEnoughCredits:
            return None
        except DBAPIError:
            time.sleep(0.05)


def buy(database: Database, desk: Desk, asked: Asked) -> str:
    order = database.write(
        lambda session: purchases.order_credits(
            session, actor=desk.owner, credits=asked["credits"], key=asked["key"]
        )
    )
    database.write(
        lambda session: purchases.confirm_payment(
            session, actor=desk.operator, number=order.number, payment_reference=asked["key"]
        )
    )
    return str(order.id)


def allocate(database: Database, desk: Desk, asked: Asked) -> str:
    made = database.write(
        lambda session: allocation.allocate_credits(
            session,
            actor=desk.owner,
            client=desk.client,
            credits=asked["credits"],
            key=asked["key"],
        )
    )
    return str(made.id)


def register(database: Database, desk: Desk, asked: Asked) -> list[str]:
    [learner] = asked["learners"]
    database.write(
        lambda session: registration.register(
            session, place=desk.place, newcomer=newcomer(learner), source=Source.LMS
        )
    )
    return [learner]


def register_group(database: Database, desk: Desk, asked: Asked) -> list[str]:
    report = database.write(
        lambda session: group_registration.register_learners(
            session,
            place=desk.place,
            learners=[newcomer(learner) for learner in asked["learners"]],
            source=Source.WEB,
        )
    )
    return sorted(report.registered + report.already)


def newcomer(learner: str) -> Newcomer:
    return Newcomer(key=learner, lms_id=learner)


ACTS: dict[str, Callable[[Database, Desk, Asked], Any]] = {
    "buy": buy,
    "allocate": allocate,
    "register": register,
    "group": register_group,
}


class Workers:
    """Processes that work until they are told that it is enough; their logs outlive them."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.desk = desk
        self.enough = folder / "enough"
        self.logs = [Log(folder / f"{number}.log") for number in range(WORKERS)]
        self.processes = [self._started(log) for log in self.logs]

    def _started(self, log: Log) -> BaseProcess:
        # Forked of a process that has imported this module, and no connection yet.
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([__name__])
        process = context.Process(
            target=work, args=(self.desk, log, random.getrandbits(32), self.enough)
        )
        process.start()
        return process

    def go_on(self) -> None:
        """Wait until each of them has had answers to a few more questions."""
        before = [len(log.answers()) for log in self.logs]
        until = time.monotonic() + 30
        while any(
            len(log.answers()) < number + 10 for log, number in zip(self.logs, before, strict=True)
        ):
            assert time.monotonic() < until, "a worker stands still"
            assert all(process.is_alive() for process in self.processes)
            time.sleep(0.1)

    def kill_some(self, number: int) -> None:
        """Kill them wherever they are, and let others take their places."""
        for place in random.sample(range(WORKERS), number):
            self.processes[place].kill()
            self.processes[place].join()
            self.processes[place] = self._started(self.logs[place])

    def finish(self) -> None:
        self.enough.touch()
        for process in self.processes:
            process.join(20)
        assert [process.exitcode for process in self.processes] == [0] * WORKERS

    def end(self) -> None:
        for process in self.processes:
            process.kill()
            process.join()
