"""The one acknowledgement a request has, within the 3 seconds Slack waits for it."""

import time
from collections.abc import Callable
from heapq import heappop, heappush
from itertools import count
from threading import Condition, Lock, Thread
from types import TracebackType
from typing import Any, Self

from slack_bolt import Ack

SECONDS = 2.0
"""From the arrival of a request until it is acknowledged, empty if there is no answer yet."""

COMMAND_SECONDS = 0.05
"""The same for a command: its answer reads alike beside the acknowledgement, a moment later. In the
place of a modal that was sent nothing can be shown but in its acknowledgement."""


class Acknowledgement:
    """Until `due`, by the monotonic clock, `give` answers in the acknowledgement.

    When the time is over Slack gets an empty one, so that the person reads no “timed out” of
    Slack's; what is found out later has to reach them another way. It is given at the end of the
    context at the latest.
    """

    def __init__(self, ack: Ack, *, due: float) -> None:
        self._ack = ack
        self._lock = Lock()
        self._is_given = False
        WATCH.at(due, self.give)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.give()

    def give(self, payload: dict[str, Any] | None = None) -> bool:
        """Whether this was still in time; an empty payload only takes the request."""
        with self._lock:
            if self._is_given:
                return False
            self._ack(payload) if payload else self._ack()
            self._is_given = True
            return True


class Watch:
    """Calls what is due, in a thread for all: to start one for each would take longer than most
    answers do."""

    def __init__(self) -> None:
        self._calls: list[tuple[float, int, Callable[[], object]]] = []
        self._number = count()  # of two that are due at once the first is called first
        self._earlier = Condition()
        self._thread: Thread | None = None

    def at(self, moment: float, call: Callable[[], object]) -> None:
        """Call it at `moment` by the monotonic clock."""
        with self._earlier:
            if self._thread is None:
                self._thread = Thread(target=self._run, name="acknowledging", daemon=True)
                self._thread.start()
            entry = (moment, next(self._number), call)
            heappush(self._calls, entry)
            if self._calls[0] is entry:
                self._earlier.notify()

    def _run(self) -> None:
        while True:
            self._next()()

    def _next(self) -> Callable[[], object]:
        """Wait until one is due."""
        with self._earlier:
            while not self._calls or self._calls[0][0] > time.monotonic():
                left = self._calls[0][0] - time.monotonic() if self._calls else None
                self._earlier.wait(left)
            return heappop(self._calls)[2]


WATCH = Watch()
