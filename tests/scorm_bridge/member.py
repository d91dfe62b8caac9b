"""A member who changes the package that an LMS holds, and what its learners then see."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from werkzeug.test import TestResponse

from ledger import outbox
from ledger.actors import Actor
from ledger.outbox import Delivery
from scorm_bridge import options
from scorm_bridge.models import Package
from tests.scorm_bridge.lms import Lms
from tests.worlds import KEYRING

MONEY = re.compile(r"credit|crédit|EUR|€|price|prix")


def acted(lms: Lms, act: Callable[..., Any], by: Actor | None = None, **facts: Any) -> Any:
    """Run a use case on the LMS's package, as a manager unless another is given."""
    actor = by or lms.world.actor(lms.world.manager)
    key = (lms.world.account_id, lms.package.id)
    return lms.world.database.write(
        lambda session: act(session, actor=actor, package=session.get_one(Package, key), **facts)
    )


def told_in_turn(lms: Lms, *beginnings: str) -> list[Delivery]:
    """What waits for the owner and begins so, each taken as the worker would take it."""
    found: list[Delivery] = []
    while batch := lms.world.database.write(outbox.take):
        for delivery in batch:
            lms.world.database.write(partial(outbox.delivered, delivery=delivery, external_id=None))
        found += [one for one in batch if one.kind.startswith(beginnings)]
    return found


def change(lms: Lms, **changes: Any) -> None:
    acted(lms, options.change, **changes)


def list_learners(lms: Lms, *lms_ids: str) -> int:
    count = acted(lms, options.list_learners, keyring=KEYRING, lms_ids=lms_ids)
    assert isinstance(count, int)
    return count


def refused(answer: TestResponse, code: str) -> None:
    """The launch was answered by a page with `code`, and without a word on money."""
    assert answer.status_code == 403, answer.text
    assert f'<p class="code">{code} · ' in answer.text
    assert not MONEY.search(answer.text)
