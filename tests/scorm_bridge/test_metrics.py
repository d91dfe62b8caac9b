"""What an operator's dashboard reads of the outbox."""

import re

from ledger import outbox
from tests.scorm_bridge.lms import PUBLIC, Lms


def test_deliveries_that_wait_and_that_are_dead_are_counted_apart(lms: Lms) -> None:
    world = lms.world
    assert counted(lms) == {"waiting": 0, "dead": 0}
    for _ in range(3):
        world.database.write(
            lambda session: outbox.add(
                session,
                account_id=world.account_id,
                kind="test",
                recipient_id=world.owner.id,
                facts={},
            )
        )
    [first] = world.database.write(outbox.take)
    world.database.write(lambda session: outbox.dead(session, first, error="gone"))
    assert counted(lms) == {"waiting": 2, "dead": 1}


def counted(lms: Lms) -> dict[str, int]:
    text = lms.browser.get("/metrics", base_url=PUBLIC).text
    found = re.findall(r"^obole_outbox_(\w+) (\d+)\.0$", text, re.MULTILINE)
    return {name: int(count) for name, count in found}
