"""One acknowledgement a request: the answer while there is time, an empty one when it is over."""

import threading
import time
from typing import Any

from bot.slack.acknowledgement import Acknowledgement


class Ack:
    """Bolt's, as far as it is used: it keeps what was acknowledged."""

    def __init__(self) -> None:
        self.given: list[Any] = []
        self.came = threading.Event()

    def __call__(self, payload: Any = None) -> None:
        self.given.append(payload)
        self.came.set()


def test_an_answer_in_time_is_the_acknowledgement() -> None:
    ack: Any = Ack()
    with Acknowledgement(ack, due=time.monotonic() + 10) as due:
        assert due.give({"text": "in time"})
        assert not due.give({"text": "a second one"})
    assert ack.given == [{"text": "in time"}]


def test_an_answer_after_the_time_is_told_that_it_is_late() -> None:
    ack: Any = Ack()
    with Acknowledgement(ack, due=time.monotonic() + 0.05) as due:
        assert ack.came.wait(10)
        assert not due.give({"text": "late"})
    assert ack.given == [None]


def test_a_request_that_waits_for_a_thread_is_acknowledged_meanwhile() -> None:
    ack: Any = Ack()
    waiting = Acknowledgement(ack, due=time.monotonic())
    assert ack.came.wait(10)
    with waiting as due:
        assert not due.give({"text": "late"})
    assert ack.given == [None]
