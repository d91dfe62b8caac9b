"""What buttons, options and modals carry keeps to Slack's limits for the longest facts there are.

Slack counts characters, one of four bytes as one: its page on the RTM API says that 4,000 of them
are always under 16 KB, "even with a message comprised solely of non-BMP Unicode characters".
"""

from uuid import UUID

import pytest
from sqlalchemy import select

from bot.slack import limits
from bot.slack.history import Part
from bot.slack.modals import kept_by
from bot.slack.offers import Offer
from bot.slack.package_offers import Offer as PackageOffer
from ledger import clock
from ledger.allocation import COMMENT_MOST, REFERENCE_MOST
from ledger.amounts import MOST_CREDITS
from ledger.ids import new_id
from ledger.models import Allocation
from tests.bot.slack.crowd import NAMES, longest
from tests.bot.stage import Stage

LETTERS = {**NAMES, "quotes": '"', "backslashes": "\\"}
every_letter = pytest.mark.parametrize("letter", LETTERS.values(), ids=LETTERS)
USER = "U" + "0" * 31
URL = f"https://hooks.slack.com/commands/{'T' * 100}/{'1' * 100}/{'x' * 100}"
"""Longer than Slack's, which are of some 90 characters."""


def longest_offer(letter: str) -> Offer:
    return Offer.made(
        USER,
        new_id(),
        MOST_CREDITS,
        longest(letter, REFERENCE_MOST),
        longest(letter, COMMENT_MOST),
    )


@every_letter
def test_an_allocation_that_was_shown_fits_into_its_button(letter: str) -> None:
    offer = longest_offer(letter)
    assert len(offer.packed()) <= limits.BUTTON_VALUE
    assert Offer.unpacked(offer.packed()).comment == longest(letter, COMMENT_MOST)


@every_letter
def test_it_fits_into_what_its_modal_keeps(letter: str) -> None:
    """Quotes and backslashes are two characters each there."""
    kept = kept_by({"offer": longest_offer(letter).packed()}, URL)
    assert len(kept) <= limits.PRIVATE_METADATA


def test_a_page_of_the_history_fits_into_its_button() -> None:
    day = clock.now().date()
    part = Part(client_id=new_id(), first=day, last=day, before=2**63)
    assert len(part.packed()) <= limits.BUTTON_VALUE


def test_what_is_done_to_a_package_fits_into_its_button_and_its_option() -> None:
    offer = PackageOffer(
        key=f"slack {new_id().hex}",
        slack_user_id=USER,
        made_at=clock.now(),
        package_id=UUID(int=2**128 - 1),
    )
    assert len(offer.packed()) <= limits.OPTION_VALUE


@every_letter
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_longest_allocation_goes_through_a_modal_and_a_message_unchanged(
    workspace: Stage, letter: str
) -> None:
    reference, comment = longest(letter, REFERENCE_MOST), longest(letter, COMMENT_MOST)
    opened = workspace.driver.command("/credits allocate acme", user=workspace.ana)
    given = {"client": "acme", "credits": "6", "reference": reference, "comment": comment}
    preview = workspace.driver.submit(opened, given)
    done = workspace.driver.submit(preview)
    assert done.text.startswith("Allocated 6 credits, 1 play to Acme Learning")
    assert labels(workspace) == (reference, comment)


def labels(stage: Stage) -> tuple[str | None, str | None]:
    """Of the one allocation."""
    found = select(Allocation)
    one = stage.world.database.read(lambda session: session.scalars(found).one())
    return one.reference, one.comment
