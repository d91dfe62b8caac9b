"""What a terminal gives back."""

from collections.abc import Callable
from typing import NamedTuple


class Said(NamedTuple):
    status: int
    out: str
    err: str


Type = Callable[..., Said]
