"""What of a group is changed, as it is typed in Slack or at a terminal."""

import re
from collections.abc import Mapping
from typing import Any, cast

from sqlalchemy.orm import Session

from bot import group_times
from ledger.errors import BadGroup
from ledger.groups import MOST_PLAY_MINUTES, Changes
from ledger.models import Client, Group

FIELDS = {
    "name": "name",
    "start": "starts_at",
    "end": "ends_at",
    "extended": "extended_until",
    "minutes": "play_minutes_most",
}
"""What `group edit` changes, as it is typed."""
NONE = {"none", "-", "aucun", "aucune"}
"""For an end, an extension or a number of minutes that there is not to be."""
WHOLE = re.compile(r"[0-9]{1,9}", re.ASCII)


def read(session: Session, group: Group, given: Mapping[str, str]) -> Changes:
    """What was typed for each of `FIELDS`. Raises BadMoment and BadGroup."""
    zone = zone_of(session, group)
    found: dict[str, Any] = {}
    for field, value in given.items():
        if value.casefold() in NONE and field not in {"name", "start"}:
            found[FIELDS[field]] = None
        elif field == "name":
            found["name"] = value
        elif field == "minutes":
            found["play_minutes_most"] = minutes(value)
        else:
            moment = group_times.starting if field == "start" else group_times.ending
            found[FIELDS[field]] = moment(value, zone)
    return cast("Changes", found)


def minutes(given: str) -> int:
    """Raises BadGroup for what is no whole number of them."""
    if not WHOLE.fullmatch(given):
        raise BadGroup(flaw="no such time", facts={"most": MOST_PLAY_MINUTES})
    return int(given)


def zone_of(session: Session, group: Group) -> str:
    return session.get_one(Client, (group.account_id, group.client_id)).time_zone
