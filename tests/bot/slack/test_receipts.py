"""What an owner is told once it is paid, or paid back; and the receipts that are kept."""

from typing import Any

import pytest
from sqlalchemy import delete, select, update

from bot import receipt_files
from bot.demo.recorder import Fault
from bot.language import LANGUAGES
from bot.models import SlackUser
from bot.slack import receipts
from ledger.models import (
    Member,
    OutboxRow,
    OutboxState,
    Purchase,
    PurchaseState,
    Receipt,
    RefundKind,
    Role,
)
from tests.bot.slack.shop import Shop
from tests.bot.test_courier import letterbox  # noqa: F401 - a fixture


def sent(shop: Shop, mail: Any = None) -> list[dict[str, Any]]:
    """What a worker that runs now calls Slack for."""
    assert shop.stage.slack is not None
    recorder = shop.stage.slack.recorder
    mark = len(recorder.calls)
    shop.deliver(mail)
    kinds = ("chat.", "files.completeUploadExternal")
    return [call for call in recorder.after(mark) if call["method"].startswith(kinds)]


def test_a_payment_edits_its_message_and_brings_the_receipt(shop: Shop) -> None:
    shop.bought()
    sent(shop)
    shop.buying.pay(shop.orders()[0])
    edited, uploaded = sent(shop)
    done = (
        ":white_check_mark: Order 2 is paid: *120 credits, 20 plays* for *EUR 240.00* came to the "
        "pool.\nThe pool now holds 720 credits, 120 plays.\nReceipt 2 comes with this as a PDF."
    )
    assert (edited["method"], edited["arguments"]["text"]) == ("chat.update", done)
    assert uploaded["arguments"]["initial_comment"] == done
    [file] = uploaded["answer"]["files"]
    assert file["title"] == "receipt-2.pdf"
    assert shop.messages()[0] == done


def test_a_payment_that_no_message_waited_for_brings_its_receipt(shop: Shop) -> None:
    shop.buying.bought(120)
    [uploaded] = sent(shop)
    assert uploaded["arguments"]["initial_comment"].startswith(":white_check_mark: Order 2 is paid")


def test_a_payment_that_comes_after_the_end_is_told_all_the_same(shop: Shop) -> None:
    shop.bought()
    sent(shop)
    order = shop.orders()[0]
    shop.buying.close(order, PurchaseState.EXPIRED)
    sent(shop)
    shop.buying.pay(order)
    [uploaded] = sent(shop)
    assert "Order 2 is paid" in uploaded["arguments"]["initial_comment"]


def test_who_slack_does_not_reach_gets_the_receipt_by_mail(
    shop: Shop,
    letterbox: Any,  # noqa: F811 - as above
) -> None:
    box, server = letterbox
    shop.stage.world.database.write(lambda session: session.execute(delete(SlackUser)))
    shop.buying.bought(120)
    sent(shop, server)
    [mail] = box.mails
    assert " ".join(mail["Subject"].split()) == (
        "Order 2 is paid: 120 credits, 20 plays for EUR 240.00 came to the pool."
    )
    [pdf] = [part for part in mail.walk() if part.get_content_type() == "application/pdf"]
    assert pdf.get_filename() == "receipt-2.pdf"
    assert pdf.get_payload(decode=True).startswith(b"%PDF-")


def test_where_slack_takes_no_files_they_are_told_where_it_is(shop: Shop) -> None:
    assert shop.stage.slack is not None
    faults = shop.stage.slack.recorder.faults
    faults["files.getUploadURLExternal"] = [Fault(error="file_uploads_disabled")]
    shop.bought()
    shop.buying.pay(shop.orders()[0])
    said = [call["arguments"]["text"] for call in sent(shop) if "text" in call["arguments"]]
    assert any(text.startswith(":white_check_mark: Order 2 is paid") for text in said)
    assert "The receipt of a payment was not sent as a PDF" in said[-1]
    assert "`/credits history receipts`" in said[-1]


def test_a_refund_says_what_went_with_it_and_what_is_owed(shop: Shop) -> None:
    order = shop.buying.bought(120)
    shop.stage.world.allocate(700)
    sent(shop)
    shop.buying.refund(order, order.total_cents)
    [told] = sent(shop)
    assert told["arguments"]["text"] == (
        ":warning: EUR 240.00 of order 2 were paid back: *120 credits, 20 plays* go back with it.\n"
        "The pool now holds 0 credits, 0 plays.\n"
        "The pool held fewer, and no client gives any back: 100 credits, 16 plays are owed, and "
        "are taken from the next purchase."
    )
    assert "Buy 100 credits, 16 plays" in str(told["arguments"]["blocks"])


def test_a_dispute_that_is_over_is_said_in_the_same_message(shop: Shop) -> None:
    order = shop.buying.bought(120)
    sent(shop)
    shop.buying.refund(order, order.total_cents, name="dp_1", kind=RefundKind.DISPUTE)
    [told] = sent(shop)
    assert told["arguments"]["text"].startswith(":warning: The payment of order 2 is disputed")
    shop.buying.reinstate(order, "dp_1")
    [edited] = sent(shop)
    assert edited["method"] == "chat.update"
    assert edited["arguments"]["text"].startswith(
        ":white_check_mark: The dispute over order 2 is over and EUR 240.00 are paid again"
    )


def test_what_is_owed_is_shown_to_owners_in_status_home_and_the_next_price(shop: Shop) -> None:
    order = shop.buying.bought(120)
    shop.stage.world.allocate(700)
    shop.buying.refund(order, order.total_cents)
    owed = "100 credits, 16 plays are owed after a refund"
    assert owed in shop.typed("status").text
    assert owed in shop.stage.driver.home(shop.stage.ana).text
    assert owed not in shop.typed("status", user=shop.stage.marc).text
    assert owed not in shop.stage.driver.home(shop.stage.vera).text
    assert "Of these, 100 credits, 16 plays are owed after a refund" in shop.typed("buy 120").text
    shop.buying.pay(shop.buying.order(120))
    assert "are owed" not in shop.typed("status").text


def test_history_lists_receipts_and_a_press_sends_one_again(shop: Shop) -> None:
    for _ in range(3):
        shop.buying.bought(12)
    sent(shop)
    seen = shop.typed("history")
    assert "Receipts, the newest first:\nReceipt 4, " in seen.text
    assert ": order 4, 12 credits, 2 plays, EUR 24.00  [Receipt 4 as a PDF]" in seen.text
    assert "and 1 more, with /credits history receipts" in seen.text
    assert "Receipt 1," not in seen.text
    every = shop.typed("history receipts")
    assert "order 1, 600 credits, 100 plays, EUR 1,200.00" in every.text
    assert "movements" not in every.text
    ordered = shop.stage.driver.press(every, "Receipt 1 as a PDF")
    assert "The file receipt-1.pdf is being made." in ordered.text
    [uploaded] = sent(shop)
    assert uploaded["arguments"]["initial_comment"] == "Receipt 1, as you asked."


def test_receipts_are_for_owners(shop: Shop) -> None:
    assert "Receipt" not in shop.typed("history", user=shop.stage.marc).text
    refused = shop.typed("history receipts", user=shop.stage.vera)
    assert refused.text == "Only an owner may order credits. Ask one of your team."
    pressed = shop.stage.driver.press(
        shop.typed("history receipts"), "Receipt 1 as a PDF", user=shop.stage.marc
    )
    assert pressed.text == "Only an owner may order credits. Ask one of your team."


def test_a_client_has_no_receipts_in_its_history(shop: Shop) -> None:
    assert "Receipt" not in shop.typed("history acme").text


def test_without_a_payment_there_are_none(shop: Shop) -> None:
    shop.stage.world.database.write(lambda session: session.execute(delete(Receipt)))
    assert shop.typed("history receipts").text == (
        "There are no receipts yet: the first comes with the first payment."
    )
    assert "Receipt" not in shop.typed("history").text


def test_a_receipt_that_was_asked_for_by_who_is_no_owner_any_more_is_not_sent(shop: Shop) -> None:
    shop.stage.driver.press(shop.typed("history receipts"), "Receipt 1 as a PDF")
    viewer = update(Member).where(Member.id == shop.stage.world.owner.id).values(role=Role.VIEWER)
    shop.stage.world.database.write(lambda session: session.execute(viewer))
    assert [call for call in sent(shop) if call["method"].startswith("files.")] == []
    rows = select(OutboxRow.state).where(OutboxRow.kind == receipts.FILE)
    assert shop.stage.world.database.read(lambda s: s.scalar(rows)) is OutboxState.DEAD


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)
def test_the_same_receipt_is_the_same_file(shop: Shop, language: Any) -> None:
    purchase = shop.buying.bought(120)
    with shop.stage.world.database.reading() as session:
        receipt = session.scalars(select(Receipt).where(Receipt.purchase_id == purchase.id)).one()
        bought = session.get_one(Purchase, (purchase.account_id, purchase.id))
        first, again = (receipt_files.pdf(receipt, bought, language) for _ in range(2))
    assert first == again
    assert first.startswith(b"%PDF-")
