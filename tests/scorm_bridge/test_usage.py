"""How a package is used: learners, launches, and refusals by reason, from the LMS's own calls."""

from scorm_bridge import usage
from scorm_bridge.usage import Usage
from tests.scorm_bridge.lms import Lms, new_package, rows, token_of
from tests.scorm_bridge.member import acted, change
from tests.scorm_bridge.test_concurrency import at_once


def used(lms: Lms) -> Usage:
    found = acted(lms, usage.of_package, lms.world.actor(lms.world.viewer))
    assert isinstance(found, Usage)
    return found


def test_a_package_nobody_launched_has_no_use(lms: Lms) -> None:
    nothing = Usage(learners=0, registrations=0, launches=0, previews=0, waiting=0, refused={})
    assert used(lms) == nothing


def test_launches_learners_and_refusals_are_counted(lms: Lms) -> None:
    for learner in ("ana", "ana", "ben"):
        lms.open(learner)
    lms.open("cleo", mode="browse")
    lms.launch("")
    change(lms, is_closed_to_newcomers=True)
    lms.launch("dan")
    lms.launch("dan")
    assert used(lms) == Usage(
        learners=2,
        registrations=2,
        launches=4,
        previews=1,
        waiting=0,
        refused={"closed": 2, "learner": 1},
    )


def test_a_learner_whose_play_another_package_made_is_one_of_its_learners(lms: Lms) -> None:
    other = token_of(lms.world, new_package(lms.world))
    lms.launch("ana", token=other)
    lms.launch("ana")
    seen = used(lms)
    assert (seen.learners, seen.registrations, seen.launches) == (1, 0, 1)


def test_refusals_at_once_are_all_counted(lms: Lms) -> None:
    change(lms, is_enabled=False)
    at_once(16, lambda _: lms.launch())
    assert used(lms).refused == {"disabled": 16}


def test_a_forged_token_is_counted_for_nobody(lms: Lms) -> None:
    before = rows(lms.world.database)
    signed, _, tag = lms.token.rpartition(".")
    lms.launch(token=f"{signed}.{tag[::-1]}")
    assert rows(lms.world.database) == before
