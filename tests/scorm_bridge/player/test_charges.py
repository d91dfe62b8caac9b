"""Exactly one charge, whatever the learner and the browser do: bridge, browser and LMS."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from ledger.models import Registration
from scorm_bridge.models import Launch, Replays
from scorm_bridge.sandbox.quirks import Quirk
from tests.scorm_bridge.lms import consumed
from tests.scorm_bridge.player.crossing import Crossing
from tests.scorm_bridge.player.stage import TEXTS
from tests.scorm_bridge.player.standards import SCORM_12
from tests.worlds import World


def counted(world: World) -> tuple[int, int, int]:
    """Registrations, those of them that launches say they charged, and the credits consumed."""

    def counts(session: Any) -> tuple[int, int]:
        charged = select(func.count()).select_from(Launch).where(Launch.was_charged)
        registered = select(func.count()).select_from(Registration)
        return session.scalar(registered), session.scalar(charged)

    return (*world.database.read(counts), consumed(world))


ONE = (1, 1, 6)


def test_a_double_click_is_charged_once(way: Crossing) -> None:
    """Two navigations to the same launch, the second while the first is under way."""
    way.page.goto(way.course.partition("/courses/")[0])
    link = """address => {
        const link = Object.assign(document.createElement("a"), { href: address, id: "twice" });
        document.body.append(link);
        link.textContent = "Launch";
    }"""
    way.page.evaluate(link, way.address())
    way.page.locator("#twice").dblclick()
    way.arrive()
    assert counted(way.world) == ONE


def test_a_double_click_that_opens_two_windows_is_charged_once(way: Crossing) -> None:
    pages = [way, way.beside(), way.beside()]
    start = "address => setTimeout(() => location.assign(address))"
    for each in pages:
        each.page.goto(way.course.partition("/courses/")[0])
    for each in pages:
        each.page.evaluate(start, way.address())
    for each in pages:
        each.see_game()
    assert counted(way.world) == ONE


@pytest.mark.parametrize("quirks", [(), (Quirk.NEW_ATTEMPTS,), (Quirk.STALE_RELOADS,)])
def test_reloads_are_charged_once(way: Crossing, quirks: tuple[Quirk, ...]) -> None:
    """Of the LMS's page, also where each is an attempt of its own."""
    way.quirks = quirks
    way.launch()
    for _ in range(3):
        way.page.reload()
        way.arrive()
    assert counted(way.world) == ONE


def test_a_reload_of_the_player_s_frame_is_charged_once(way: Crossing) -> None:
    way.launch()
    way.page.frames[-2].evaluate("location.reload()")
    way.see_game()
    assert counted(way.world) == ONE


def test_a_new_attempt_in_the_lms_is_charged_once(way: Crossing) -> None:
    """The learner's play goes on, though the LMS starts afresh."""
    way.begin()
    way.go_to("page 2")
    way.leave()
    way.begin(attempt="new")
    assert way.recorded()["attempts"] == 2
    assert way.location == "page 2"
    assert counted(way.world) == ONE


@pytest.mark.parametrize("quirk", [Quirk.SHOUTED_ID, Quirk.PADDED_ID, Quirk.NAMELESS])
def test_a_learner_spelled_another_way_is_the_same_and_is_charged_once(
    way: Crossing, quirk: Quirk
) -> None:
    """The LMS changes the id's case, puts blanks around it, or forgets the name."""
    way.begin()
    way.go_to("page 2")
    way.leave()
    way.quirks = (quirk,)
    way.begin()
    assert way.location == "page 2"
    assert counted(way.world) == ONE


def test_a_slow_first_answer_that_the_browser_asks_for_again_is_charged_once(
    way: Crossing,
) -> None:
    """The first launch is decided, its answer never arrives, and the page is loaded again."""
    with first_answer_held(way) as is_held:
        way.open()
        assert is_held.wait(10)
        way.page.reload()
        way.arrive()
        assert counted(way.world) == ONE
    assert counted(way.world) == ONE


def test_a_second_launch_while_the_first_is_being_decided_is_charged_once(way: Crossing) -> None:
    """Both are in the bridge at the same moment; each is answered."""
    other = way.beside()
    with launches_meeting(way, 2):
        start = "address => setTimeout(() => location.assign(address))"
        for each in (way, other):
            each.page.goto(way.course.partition("/courses/")[0])
            each.page.evaluate(start, way.address())
        for each in (way, other):
            expect(each.player.locator("#leave")).to_have_text(TEXTS["en"]["leave"])
    assert counted(way.world) == ONE


def test_play_again_pressed_twice_is_charged_once(way: Crossing) -> None:
    """The learner was told that it takes another place; the second press takes none."""
    way.allow(replays=Replays.NEW_PLAY)
    way.begin()
    way.end("passed", "80")
    way.leave()
    way.open()
    way.player.get_by_role("button", name="Play again").dblclick()
    way.see_game()
    assert counted(way.world) == (2, 2, 12)


def test_a_worse_result_of_a_replay_leaves_the_lms_the_better_one_whole(way: Crossing) -> None:
    """An LMS that keeps one attempt has the verdict and the score of one play, not of two."""
    way.allow(replays=Replays.NEW_PLAY)
    way.begin()
    way.end("passed", "85")
    way.leave()
    way.open()
    way.player.get_by_role("button", name="Play again").click()
    way.arrive()
    assert way.call(SCORM_12, SCORM_12.initialize, "") == "true"
    way.end("failed", "40")
    facts = way.leave()
    assert (facts["status"], facts["score"]) == ("passed", 85)


def test_another_learner_is_another_charge(way: Crossing) -> None:
    """So the count can tell one from two."""
    way.launch()
    ben = way.beside(learner="ben")
    ben.launch()
    assert counted(way.world) == (2, 2, 12)


Around = Callable[[WSGIApplication, WSGIEnvironment, StartResponse], Iterable[bytes]]


@contextmanager
def around_launches(way: Crossing, around: Around) -> Iterator[None]:
    """Have `around` answer what is posted to /launch meanwhile."""
    bridge: Any = way.bridge
    inner = bridge.wsgi_app

    def app(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        is_launch = environ["PATH_INFO"] == "/launch"
        return around(inner, environ, start) if is_launch else inner(environ, start)

    bridge.wsgi_app = app
    try:
        yield
    finally:
        bridge.wsgi_app = inner


@contextmanager
def first_answer_held(way: Crossing) -> Iterator[threading.Event]:
    """Hold the first launch back after it was decided; gives what is set once it is."""
    is_held, is_free = threading.Event(), threading.Event()

    def hold(
        inner: WSGIApplication, environ: WSGIEnvironment, start: StartResponse
    ) -> Iterable[bytes]:
        is_first = not is_held.is_set()
        answer = inner(environ, start)
        if is_first:
            is_held.set()
            is_free.wait(30)
        return answer

    with around_launches(way, hold):
        try:
            yield is_held
        finally:
            is_free.set()


@contextmanager
def launches_meeting(way: Crossing, count: int) -> Iterator[None]:
    """Let launches in only once there are `count` of them."""
    barrier = threading.Barrier(count, timeout=10)

    def meet(
        inner: WSGIApplication, environ: WSGIEnvironment, start: StartResponse
    ) -> Iterable[bytes]:
        barrier.wait()
        return inner(environ, start)

    with around_launches(way, meet):
        yield
