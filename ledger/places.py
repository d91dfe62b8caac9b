"""Where learners play: a client, a game, a group, a price."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a learner is to play what, at which price in credits."""

    account_id: UUID
    client_id: UUID
    client_name: str
    game_id: UUID
    game_version: int
    group_id: UUID
    price: int
