"""What the player is told of a launch from a Campus: where to go after it, and by when."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.models import Campus, Group
from scorm_bridge.campus import shelves
from scorm_bridge.models import Launch, Mode, Runtime
from scorm_bridge.places import Places
from scorm_bridge.tokens import Window


def facts(session: Session, *, window: Window, places: Places) -> dict[str, Any] | None:
    """None for a launch from elsewhere. `left_cs` is None where a play may last for ever."""
    launch = session.get(Launch, (window.account_id, window.launch_id))
    if launch is None or launch.group_id is None:
        return None
    address = url(session, window, places)
    return {"url": address, "left_cs": left_of(session, window, launch)}


def home(session: Session, *, window: Window, places: Places) -> str | None:
    """The address of the Campus that a launch came from; None for one from elsewhere."""
    launch = session.get(Launch, (window.account_id, window.launch_id))
    return None if launch is None or launch.group_id is None else url(session, window, places)


def url(session: Session, window: Window, places: Places) -> str:
    code = session.scalars(
        select(Campus.code).where(
            Campus.account_id == window.account_id, Campus.client_id == window.client_id
        )
    ).one()
    return places.campus_url(code)


def left_of(session: Session, window: Window, launch: Launch) -> int | None:
    """To look at a play that is over takes no time of it."""
    if window.mode is not Mode.NORMAL:
        return None
    group = session.get_one(Group, (window.account_id, launch.group_id))
    kept = session.get(Runtime, (window.account_id, window.client_id, window.registration_id))
    return shelves.left_of(group, kept)
