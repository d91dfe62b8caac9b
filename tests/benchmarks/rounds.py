"""Contenders measured in turns, so that a noisy machine is noisy to all of them."""

import statistics
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Contender:
    """`measure` works for about so many seconds and returns how many a second it did.

    `baseline` is the name of the contender that it is set beside, if it is set beside one.
    """

    name: str
    measure: Callable[[float], float]
    baseline: str = ""


def measured(contenders: list[Contender], *, rounds: int, seconds: float) -> list[str]:
    """A line for each contender: its median rate, and the median of each round's ratio."""
    for contender in contenders:
        contender.measure(seconds / 4)  # connections, caches, compiled statements
    rates: dict[str, list[float]] = {contender.name: [] for contender in contenders}
    for number in range(rounds):
        # Every other round backwards: what grows or heats up favours neither end.
        for contender in contenders if number % 2 else reversed(contenders):
            rates[contender.name].append(contender.measure(seconds))
    return [line(contender, rates) for contender in contenders]


def line(contender: Contender, rates: dict[str, list[float]]) -> str:
    own = rates[contender.name]
    said = f"{contender.name:<44} {statistics.median(own):>9,.0f} /s"
    if not contender.baseline:
        return said
    ratios = [one / base for one, base in zip(own, rates[contender.baseline], strict=True)]
    spread = f"{min(ratios):.2f} to {max(ratios):.2f}"
    return f"{said}   {statistics.median(ratios):.2f} × {contender.baseline} ({spread})"
