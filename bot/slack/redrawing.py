"""Modals that follow what is typed: of updates that overtake each other the latest stays.

Slack's own hash of a view cannot decide that: it refuses whichever update comes second, and that
may be the one for the last character (its page on updating views, "Handling race conditions").
"""

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

VIEWS_MOST = 1000
"""Views that are remembered; nobody types in more of them at once."""


class Shown:
    """What one view shows: the typing of which time."""

    def __init__(self) -> None:
        self.lock, self.at = Lock(), 0.0


class Turns:
    """One update at a time for each view. They are of this process: where another one answers a
    character, a submission still orders nothing at a price that was not shown."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._views: OrderedDict[str, Shown] = OrderedDict()

    @contextmanager
    def turn(self, view_id: str, at: float) -> Iterator[bool]:
        """Whether the view shows nothing later than `at`; others wait until the context ends."""
        shown = self._shown(view_id)
        with shown.lock:
            is_latest = at >= shown.at
            shown.at = max(at, shown.at)
            yield is_latest

    def _shown(self, view_id: str) -> Shown:
        with self._lock:
            shown = self._views.setdefault(view_id, Shown())
            self._views.move_to_end(view_id)
            if len(self._views) > VIEWS_MOST:
                self._views.popitem(last=False)
            return shown


TURNS = Turns()
