"""A walk through all that a member is answered: each command as the texts write it, then every
button, menu, search and modal that is met on the way, so that a new feature is walked as well.

The driver raises Flawed for whatever Slack would refuse; here that is noted, and the walk goes on.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot.language import Language
from bot.slack.commands import SUBCOMMANDS
from bot.slack.driver import Answer, Flawed, NotFilled
from bot.slack.overview import NEXT
from scorm_bridge.models import Package
from tests.bot.slack.crowd import MANY, address, longest, numbered
from tests.bot.stage import Stage
from tests.bot.test_language import patterns, written

DEPTH = 4
"""Presses that follow one another."""
AGAIN = MODALS = 2
"""Presses of buttons that differ only in what they are about; and of one modal, which may open
differently filled in."""
VERB = re.compile(r"[a-z]{3,}")
ID = re.compile(r"[0-9a-f]{32}")
TYPED = re.compile(r"`/credits ?([^`]*)`")
PRESSED = {"button", "static_select", "overflow"}
WRONG = (
    "status 0",
    "allocate 0 6",
    f"allocate CLIENT {'9' * 4000}",
    f"{'&' * 4000}",
    "client show nope",
)
"""Names that many clients begin with, numbers and words that are no such thing."""
SHORT = 64
"""Characters of an input that takes a number, a code or a zone; a longer one takes any words."""


class Walk:
    """`pressed` counts what was pressed or sent, by what it is called; `flaws` are what Slack would
    refuse, each with what led there."""

    def __init__(self, stage: Stage, language: Language, letter: str, file: Path) -> None:
        self.stage, self.driver, self.letter = stage, stage.driver, letter
        self.lines = [self.meant(line) for line in (*lines(language), *WRONG)]
        self.file = file
        self.pressed: Counter[str] = Counter()
        self.flaws: dict[str, str] = {}

    def meant(self, line: str) -> str:
        """With the names of the crowd for those that the texts make up."""
        first, _, rest = line.partition(" ")
        package = self.stage.world.database.read(
            lambda session: session.scalars(select(Package).order_by(Package.id).limit(1)).one()
        )
        on_campus = first in {"group", "register", "remove", "results"}
        client = numbered(MANY if on_campus else 0, self.letter, 60)
        names = {
            r"\bana@acme\.example\b": address(1),
            r"\bbob@acme\.example\b": address(500),
            r"\b(address|adresse|ADDRESS|ADRESSE)\b…?": address(2),
            r'"?(Spring 2027|Printemps 2027|\bNAME\b|\bNOM\b)"?': numbered(99, self.letter, 120),
            r"\b(Spring|Printemps|GROUP|GROUPE|group|groupe)\b": numbered(0, self.letter, 120),
            r"\b(DAY|JOUR|END|FIN)\b": "2031-03-01",
            r"\b(START|DÉBUT)\b": "2031-01-01",
            r'"?(The Ferryman|Le passeur|\bGAME\b|\bJEU\b)"?': numbered(0, self.letter, 120),
            r'"(Acme Learning|Acme Academy)"': longest(self.letter, 120),
            r"\b(acme|CLIENT|client)\b": client,
            r"\bbolt\b": numbered(1, self.letter, 60),
            r"\bPACKAGE\b": package.id.hex,
            r"(?<!\S)@[\w’]+": f"<@{self.stage.marc}>",
            r"\b(credits|crédits)\b": "6",
            r"\b(reference|référence)\b": longest(self.letter, 100),
            r"\b(comment|commentaire)\b": longest(self.letter, 1000),
        }
        for found, name in names.items():
            rest = re.sub(found, name.replace("\\", r"\\"), rest)
        return f"{first} {rest}".strip()

    def type_all(self, user: str) -> None:
        for line in [*self.lines, *SUBCOMMANDS]:
            self.type(line, user)

    def type(self, line: str, user: str) -> None:
        typed = f"/credits {line}".strip()
        self.go(typed, partial(self.driver.command, typed, user=user))

    def leaf(self, user: str) -> None:
        """Look at the Home, page by page."""
        self.go(f"{user} Home", lambda: self.driver.home(user))
        page = self.driver.home(user)
        while NEXT in [element["action_id"] for _, _, element in page.elements()]:
            page = self.driver.press(page, NEXT)

    def go(self, way: str, step: Callable[[], Answer], depth: int = 0) -> None:
        try:
            answer = step()
        except Flawed as flaw:
            self.flaws[way] = str(flaw)
        else:
            self.look(answer, depth)

    def look(self, answer: Answer, depth: int = 0) -> None:
        """Press and send all that the answer offers, and look at what comes of it."""
        if depth == DEPTH:
            return
        if answer.view and answer.view["type"] == "modal":
            self.send(answer, depth)
        for _, block, element in answer.elements():
            if block["type"] != "input" and element["type"] in PRESSED and "url" not in element:
                self.press(answer, element, depth)

    def press(self, answer: Answer, element: dict[str, Any], depth: int) -> None:
        for value in [one["value"] for one in element.get("options", [element])]:
            verbs = [word for word in value.split()[:2] if VERB.fullmatch(word)]
            kind = " ".join([ID.sub("", element["action_id"]), *verbs])
            self.pressed[kind] += 1
            if self.pressed[kind] <= AGAIN:
                chosen = value if "options" in element else element["action_id"]
                self.go(kind, partial(self.driver.press, answer, chosen), depth + 1)

    def send(self, answer: Answer, depth: int) -> None:
        """The modal with the longest there is to write, then with what is taken."""
        assert answer.view is not None
        name = str(answer.view["callback_id"])
        self.pressed[name] += 1
        if self.pressed[name] > MODALS:
            return
        for given in (self.filled(answer, is_longest=True), self.filled(answer, is_longest=False)):
            for _ in range(len(given)):
                try:
                    sent = self.driver.submit(answer, given)
                except NotFilled:
                    break
                except Flawed as flaw:
                    self.flaws[name] = str(flaw)
                    break
                if not sent.errors:
                    self.look(sent, depth + 1)
                    break
                for below in sent.errors:  # as it opened
                    given.pop(below, None)

    def filled(self, answer: Answer, *, is_longest: bool) -> dict[str, Any]:
        assert answer.view is not None
        given: dict[str, Any] = {}
        for block in answer.view["blocks"]:
            if block["type"] == "input":
                found = self.value(answer, block, is_longest=is_longest)
                if found is not None:
                    given[block["block_id"]] = found
        return given

    def value(self, answer: Answer, block: dict[str, Any], *, is_longest: bool) -> Any:
        element = block["element"]
        match element["type"]:
            case "plain_text_input":
                most = element["max_length"]
                if is_longest or most > SHORT:
                    return longest(self.letter, most)
                return element.get("initial_value") or "6"
            case "external_select" | "multi_external_select":
                return self.sought(answer, element, is_longest=is_longest)
            case "static_select":
                return element["options"][-1 if is_longest else 0]["value"]
            case "users_select":
                return self.stage.marc
            case "file_input":
                return [self.driver.upload(self.file)]
        return None

    def sought(self, answer: Answer, element: dict[str, Any], *, is_longest: bool) -> Any:
        """What a search has for the longest that is typed, else for nothing."""
        action_id = element["action_id"]
        self.driver.suggest(answer, action_id, longest(self.letter, 200))
        options = self.driver.suggest(answer, action_id)
        if element["type"] == "multi_external_select":
            return options if is_longest else options[:1]
        return options[0] if options else None


def lines(language: Language) -> list[str]:
    """What the texts of a language say can be typed, with and without what may be left out."""
    found = {
        line: None
        for pattern in patterns(language).values()
        for typed in TYPED.findall(written(pattern))
        for line in expanded(typed)
    }
    return list(found)


def expanded(typed: str) -> Iterator[str]:
    first, *rest = re.split(r"\[(.*?)\]", typed)
    yield from alternatives(first)
    choices = [part.split(" | ") for part in rest]
    for chosen in product(*choices):
        yield from alternatives(" ".join([first, *chosen]))


def alternatives(line: str) -> Iterator[str]:
    """Of `add|edit client`, both."""
    for words in product(*(word.split("|") for word in line.split())):
        yield " ".join(words)
