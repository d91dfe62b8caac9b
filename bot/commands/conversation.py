"""A conversation with the app at a terminal: numbered buttons, modals filled in line by line."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from bot.slack.blocks import Block
from bot.slack.driver import Answer, Driver, NotFilled
from bot.slack.driver.forms import listed
from bot.slack.plain import held

Way = tuple[str, Callable[[Answer], Answer]]
"""What a person can do next: its label, and doing it."""

HELP = "A number, a command such as /credits help, home, or nothing to end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """`user` types; what comes back is shown, until they end it."""

    driver: Driver
    user: str

    def type(self, text: str) -> Answer:
        """`home` opens the App Home, anything else is typed as it is."""
        if text.strip().casefold() == "home":
            return self.driver.home(self.user)
        return self.driver.command(text, user=self.user)

    def hold(self, answer: Answer | None) -> None:
        """Show what came, ask what to do, over and over."""
        while True:
            ways = self.ways(answer) if answer else []
            if answer:
                click.echo(answer.text)
            for number, (label, _) in enumerate(ways, 1):
                click.echo(f"  {number}  {label}")
            try:
                said = click.prompt(HELP, default="", show_default=False).strip()
                if not said:
                    return
                answer = self.step(said, answer, ways)
            except click.Abort:  # Ctrl-C, or the end of what was piped in
                click.echo()
                return

    def step(self, said: str, answer: Answer | None, ways: list[Way]) -> Answer | None:
        """What was said is done; what cannot be done is said, and nothing changes."""
        try:
            if said.startswith("/") or said.casefold() == "home":
                return self.type(said)
            if answer and said.isdecimal() and 1 <= int(said) <= len(ways):
                return ways[int(said) - 1][1](answer)
        except (LookupError, NotFilled) as error:
            click.echo(f"Nothing was sent: {error.args[0]}.")
            return answer
        click.echo("There is no such number.")
        return answer

    def ways(self, answer: Answer) -> list[Way]:
        """The buttons of the modal, and its two ways out; else those of the messages."""
        ways: list[Way] = []
        if answer.view and answer.view["type"] == "modal":
            if answer.view.get("submit"):
                fills = "fill in, " if has_inputs(answer.view) else ""
                ways.append((f"{fills}{answer.view['submit']['text']}", self.submit))
            ways.append(((answer.view.get("close") or {}).get("text", "close"), self.driver.close))
        for place, block, element in answer.elements():
            if block["type"] == "input" or (answer.view and place is not answer.view):
                continue
            ways += [(label, self.pressing(name)) for label, name in pressable(element)]
        return ways

    def pressing(self, name: str) -> Callable[[Answer], Answer]:
        return lambda answer: self.driver.press(answer, name)

    def submit(self, answer: Answer) -> Answer:
        """Ask for each input; an empty line leaves it as it is."""
        assert answer.view is not None
        given: dict[str, Any] = {}
        for block in answer.view["blocks"]:
            if block["type"] == "input":
                given |= self.asked(answer, block)
        return self.driver.submit(answer, given)

    def asked(self, answer: Answer, block: Block) -> dict[str, Any]:
        element, name = block["element"], block["block_id"]
        now = held(element)
        label = f"{block['label']['text']}{' [' + now + ']' if now else ''}"
        said = click.prompt(label, default="", show_default=False).strip()
        if not said:
            return {}
        match element["type"]:
            case "checkboxes" | "multi_external_select":
                return {name: [part.strip() for part in said.split(",")]}
            case "file_input":
                return {name: [self.driver.upload(Path(said))]}
            case "external_select":
                return {name: self.chosen(self.driver.suggest(answer, name, said), said)}
            case "static_select":
                return {name: self.chosen(listed(element), said)["value"]}
        return {name: said}

    def chosen(self, options: list[Block], said: str) -> Block:
        """The option that was meant: asked for by number where several could be."""
        exact = [one for one in options if one["text"]["text"].casefold() == said.casefold()]
        fitting = exact or [one for one in options if is_like(one, said)]
        if not fitting:
            raise LookupError(f"nothing is called {said!r}")
        if len(fitting) == 1:
            return fitting[0]
        for number, one in enumerate(fitting, 1):
            click.echo(f"    {number}  {one['text']['text']}")
        number = click.prompt("  which", type=click.IntRange(1, len(fitting)))
        return fitting[int(number) - 1]


def has_inputs(view: dict[str, Any]) -> bool:
    return any(block["type"] == "input" for block in view["blocks"])


def is_like(option: Block, said: str) -> bool:
    return said.casefold() in option["text"]["text"].casefold()


def pressable(element: Block) -> list[tuple[str, str]]:
    """Labels, and the names to press by: a button once, a menu once an option."""
    if element["type"] == "button":
        # Of several that look the same, what is read aloud says which one it is.
        label = element.get("accessibility_label") or element["text"]["text"]
        return [(label, element["action_id"])]
    return [(one["text"]["text"], one["value"]) for one in listed(element)]
