"""The App Home of one person (Slack's page on Home tab views)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.slack.blocks import Block


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """At most 100 blocks; inputs among them are read when a button is pressed."""

    blocks: Sequence[Block]

    @property
    def view(self) -> dict[str, Any]:
        return {"type": "home", "blocks": list(self.blocks)}
