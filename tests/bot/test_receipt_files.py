"""A receipt's PDF: what it says, on one page, and the same bytes whenever it is written."""

import re
import shutil
import subprocess
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import matplotlib
import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # fpdf2 brings it
from fpdf import FPDF

from bot import receipt_files
from bot.language import ENGLISH, LANGUAGES, Language
from ledger import receipts
from ledger.models import Purchase, PurchaseState, Receipt, Source
from ledger.receipts import Seller

SELLER = Seller(
    name="Obole SAS",
    address="1 quai d’Achéron\n75001 Paris",
    vat_id="FR00123456789",
    vat_rate=2_000,
    vat_note="VAT on debits.",
)
BUYER = {"name": "Łódź & Übersee Ελλάδα", "address": "Zażółć 1\n00-001 Łódź", "vat_id": "PL1"}
PAID_AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
ACCOUNT = UUID(int=1)


def bought(credits: int = 1_200, total_cents: int = 228_000) -> Purchase:
    return Purchase(
        account_id=ACCOUNT,
        id=UUID(int=2),
        number=9,
        credits=credits,
        list_cents=credits * 200,
        total_cents=total_cents,
        state=PurchaseState.PAID,
        source=Source.SLACK,
        ordered_by=UUID(int=3),
        ordered_at=PAID_AT,
        paid_at=PAID_AT,
        payment_reference="pi_3Q",
    )


def issued(purchase: Purchase, seller: Seller = SELLER, **buyer: str) -> Receipt:
    return Receipt(
        account_id=ACCOUNT,
        number=4,
        purchase_id=purchase.id,
        issued_at=PAID_AT,
        seller=asdict(seller),
        buyer={**BUYER, **buyer},
        vat_rate=seller.vat_rate,
        vat_cents=receipts.vat_within(purchase.total_cents, seller.vat_rate),
    )


def written(
    purchase: Purchase, receipt: Receipt, monkeypatch: pytest.MonkeyPatch, language: Language
) -> list[str]:
    """What is set on the page, a cell after the other."""
    said: list[str] = []
    cell, multi_cell = FPDF.cell, FPDF.multi_cell

    def noted(page: FPDF, w: float, h: float, text: str, **how: Any) -> Any:
        said.append(text)
        return cell(page, w, h, text, **how)

    def noted_lines(page: FPDF, w: float, h: float, text: str, **how: Any) -> Any:
        """Not of a dry run, which calls itself."""
        if not how.get("dry_run"):
            said.extend(text.splitlines())
        with pytest.MonkeyPatch.context() as inner:
            inner.setattr(FPDF, "multi_cell", multi_cell)
            return multi_cell(page, w, h, text, **how)

    monkeypatch.setattr(FPDF, "cell", noted)
    monkeypatch.setattr(FPDF, "multi_cell", noted_lines)
    receipt_files.pdf(receipt, purchase, language)
    return said


def test_it_says_who_sold_what_to_whom_at_what_price(monkeypatch: pytest.MonkeyPatch) -> None:
    purchase = bought()
    said = written(purchase, issued(purchase), monkeypatch, ENGLISH)
    assert [text for text in said if text] == [
        "Receipt 4",
        "Issued on Mar 2, 2026",
        "Order 9, paid",
        "Seller",
        "Obole SAS",
        "1 quai d’Achéron",
        "75001 Paris",
        "FR00123456789",
        "Buyer",
        "Łódź & Übersee Ελλάδα",
        "Zażółć 1",
        "00-001 Łódź",
        "PL1",
        "Credits",
        "List price",
        "Amount",
        "1,200 credits, 200 plays",
        "EUR 2.00",
        "EUR 2,400.00",
        "Discount",
        "−EUR 120.00",
        "Total paid",
        "EUR 2,280.00",
        "Of which VAT at 20%",
        "EUR 380.00",
        "Without VAT",
        "EUR 1,900.00",
        "Payment: pi_3Q",
        "VAT on debits.",
    ]


def test_in_french_it_is_set_as_french_is(monkeypatch: pytest.MonkeyPatch) -> None:
    purchase = bought()
    seller = replace(SELLER, vat_rate=550)
    said = written(purchase, issued(purchase, seller), monkeypatch, LANGUAGES["fr"])
    for line in ("Reçu 4", "Dont TVA à 5,5\xa0%", "2\u202f280,00\xa0€", "Paiement\u202f: pi_3Q"):
        assert line in said


@pytest.mark.parametrize("total_cents", [240_000, 250_000], ids=["list", "above"])
def test_without_a_discount_or_vat_there_is_no_line_of_them(
    monkeypatch: pytest.MonkeyPatch, total_cents: int
) -> None:
    purchase = bought(total_cents=total_cents)
    said = written(purchase, issued(purchase, Seller()), monkeypatch, ENGLISH)
    assert "Discount" not in said
    assert not [text for text in said if "VAT" in text]
    assert said.count(ENGLISH.money(total_cents)) == 2


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)
def test_it_is_the_same_bytes_whenever_it_is_written(language: Language) -> None:
    purchase = bought()
    one, other = (receipt_files.pdf(issued(purchase), purchase, language) for _ in range(2))
    assert one == other
    assert one.startswith(b"%PDF-1.")


def test_the_longest_names_there_can_be_stay_on_one_page() -> None:
    purchase = bought(1_000_000, 200_000_000)
    seller = Seller(
        name="M" * 120,
        address="\n".join(["W" * 8] * 55),
        vat_id="V" * 20,
        vat_rate=2_000,
        vat_note="N" * 200,
    )
    receipt = issued(purchase, seller, name="M" * 120, address="W" * 500, vat_id="V" * 20)
    content = receipt_files.pdf(receipt, purchase, LANGUAGES["fr"])
    assert len(re.findall(rb"/Type /Page\b", content)) == 1
    with receipt_files.blank(receipt, ENGLISH) as page:
        receipt_files.fill(page, receipt, purchase, ENGLISH)
        assert page.get_y() < page.h - receipt_files.MARGIN


def test_the_font_has_the_letters_of_europe() -> None:
    folder = Path(matplotlib.get_data_path(), "fonts", "ttf")
    for file in receipt_files.FACES.values():
        with TTFont(folder / file) as font:
            known = font.getBestCmap()
        assert set(map(ord, "éèçœŁżßøñőșΩЖ€−’\u202f\xa0")) <= known.keys()


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler is not on this machine")
def test_a_reader_of_pdfs_finds_its_text(tmp_path: Path) -> None:
    purchase = bought()
    file = tmp_path / "receipt.pdf"
    file.write_bytes(receipt_files.pdf(issued(purchase), purchase, ENGLISH))
    text = subprocess.run(
        ["pdftotext", "-layout", str(file), "-"],
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    assert "1,200 credits, 200 plays" in text
    assert "Łódź & Übersee Ελλάδα" in text
