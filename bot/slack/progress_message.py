"""How far a long piece of work is, told beside it: the work itself makes no call to Slack."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import structlog
from slack_sdk.errors import SlackClientError

from scorm_bridge.content import Progress

log = structlog.get_logger("obole.worker")

EVERY_SECONDS = 3.0
"""Slack allows a message to be edited about once a second (its page on rate limits)."""


@contextmanager
def told(show: Callable[[int], None], *, every: float = EVERY_SECONDS) -> Iterator[Progress]:
    """A progress for the work within the context; `show` is given whole percents as they change,
    in a thread of its own, and no more once the context is left."""
    share, over = [0], threading.Event()

    def progress(done: int, total: int) -> None:
        share[0] = 100 * done // max(total, 1)

    def tell() -> None:
        last = 0
        while not over.wait(every):
            if share[0] != last:
                last = share[0]
                attempt(show, last)

    thread = threading.Thread(target=tell, name="progress", daemon=True)
    thread.start()
    try:
        yield progress
    finally:
        over.set()
        thread.join()


def attempt(show: Callable[[int], None], share: int) -> None:
    """The work goes on whether or not Slack takes what is said of it."""
    try:
        show(share)
    except (SlackClientError, OSError) as error:
        log.info("progress not told", reason=type(error).__name__)
