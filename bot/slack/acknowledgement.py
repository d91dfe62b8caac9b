"""The one acknowledgement a request has, within the 3 seconds Slack waits for it."""

import time
from threading import Lock, Timer
from types import TracebackType
from typing import Any, Self

from slack_bolt import Ack

SECONDS = 2.0
"""From the arrival of a request until it is acknowledged, empty if there is no answer yet."""


class Acknowledgement:
    """Within its context `give` answers in the acknowledgement while there is time.

    When the time is over Slack gets an empty one, so that the person reads no “timed out” of
    Slack's; what is found out later has to reach them another way.
    """

    def __init__(self, ack: Ack, *, arrived: float) -> None:
        self._ack = ack
        self._lock = Lock()
        self._is_given = False
        self._left = arrived + SECONDS - time.monotonic()
        self._timer = Timer(self._left, self.give)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        if self._left > 0:
            self._timer.start()
        else:  # it waited for a thread all that time
            self.give()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.cancel()

    def give(self, payload: dict[str, Any] | None = None) -> bool:
        """Whether this was still in time; an empty payload only takes the request."""
        with self._lock:
            if self._is_given:
                return False
            self._ack(payload) if payload else self._ack()
            self._is_given = True
            return True
