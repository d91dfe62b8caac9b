"""A receipt as a PDF: one page of A4, the same bytes for the same receipt in the same language.

The font is the one that comes with the charts: it has the letters of Europe, Greek and Cyrillic.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import matplotlib
from babel.numbers import format_decimal
from fpdf import FPDF
from fpdf.enums import Align, XPos, YPos

from bot.language import Language
from ledger.amounts import LIST_PRICE_CENTS
from ledger.models import Purchase, Receipt
from ledger.pricing import MILLICENTS

FONT, FACES = "DejaVu", {"": "DejaVuSans.ttf", "B": "DejaVuSans-Bold.ttf"}
MARGIN, COLUMN, LINE = 22, 78, 6
"""Millimetres; each of two columns has the width COLUMN."""

WIDE, NARROW = 106, 30
"""What is sold, and each of two sums beside it."""

MOST_LINES = 8
"""Of an address; what has more is set with commas."""

TITLE, TEXT, SMALL = 20, 10, 9
SMALLER, TALLEST = (8, 6, 4), 80
"""Sizes for a name and an address that are very long, and millimetres that they may take."""

GREY = 90


def pdf(receipt: Receipt, purchase: Purchase, language: Language) -> bytes:
    with blank(receipt, language) as page:
        fill(page, receipt, purchase, language)
        return bytes(page.output())


def fill(page: FPDF, receipt: Receipt, purchase: Purchase, language: Language) -> None:
    heading(page, receipt, purchase, language)
    parties(page, receipt, language)
    sums(page, receipt, purchase, language)
    notes(page, receipt, purchase, language)


def facts(receipt: Receipt, purchase: Purchase, language: Language) -> dict[str, object]:
    """Of a text that names a receipt."""
    return {
        "receipt": receipt.number,
        "day": language.day(receipt.issued_at.date()),
        "number": purchase.number,
        "credits": purchase.credits,
        "total_cents": purchase.total_cents,
    }


@contextmanager
def blank(receipt: Receipt, language: Language) -> Iterator[FPDF]:
    page = FPDF(format="A4")
    # Of the receipt, not of when it is written: so the bytes stay the same.
    page.set_creation_date(receipt.issued_at)
    page.set_lang(language.locale)
    page.set_title(titled(receipt, language))
    page.set_author(str(receipt.seller.get("name") or ""))
    page.set_margins(MARGIN, MARGIN)
    page.set_auto_page_break(auto=False)
    fonts = Path(matplotlib.get_data_path(), "fonts", "ttf")
    for style, file in FACES.items():
        page.add_font(FONT, style, fonts / file)
    page.add_page()
    try:
        yield page
    finally:
        for font in page.fonts.values():
            font.ttfont.close()  # type: ignore[union-attr]  # no core font: each has a file, open


def titled(receipt: Receipt, language: Language) -> str:
    return language("receipt-pdf-title", number=receipt.number)


def heading(page: FPDF, receipt: Receipt, purchase: Purchase, language: Language) -> None:
    page.set_font(FONT, "B", TITLE)
    page.cell(0, 12, titled(receipt, language), new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    page.set_font(FONT, "", TEXT)
    day = language.day(receipt.issued_at.date())
    for line in (
        language("receipt-pdf-issued", day=day),
        language("receipt-pdf-order", number=purchase.number),
    ):
        page.cell(0, LINE, line, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    page.ln(LINE)


def parties(page: FPDF, receipt: Receipt, language: Language) -> None:
    """Side by side; what comes next stands below the longer one."""
    top = page.get_y()
    ends = [
        party(page, language("receipt-pdf-seller"), receipt.seller, left=MARGIN, top=top),
        party(
            page,
            language("receipt-pdf-buyer"),
            receipt.buyer,
            left=page.w - MARGIN - COLUMN,
            top=top,
        ),
    ]
    page.set_xy(MARGIN, max(ends) + 2 * LINE)


def party(page: FPDF, label: str, of: Mapping[str, Any], *, left: float, top: float) -> float:
    """Where it ends."""
    page.set_xy(left, top)
    page.set_font(FONT, "B", SMALL)
    page.set_text_color(GREY)
    page.cell(COLUMN, LINE, label, new_x=XPos.LEFT, new_y=YPos.NEXT)
    page.set_text_color(0)
    text = "\n".join(described(of))
    page.multi_cell(
        COLUMN, fitting(page, text), text, align=Align.L, new_x=XPos.LEFT, new_y=YPos.NEXT
    )
    return float(page.get_y())


def fitting(page: FPDF, text: str) -> float:
    """Set the largest size in which a column holds it; the height of its lines."""
    for size in (TEXT, *SMALLER):
        page.set_font(FONT, "", size)
        lines = page.multi_cell(COLUMN, leading(page), text, dry_run=True, output="LINES")
        assert isinstance(lines, list)
        if len(lines) * leading(page) <= TALLEST:
            break
    return leading(page)


def leading(page: FPDF) -> float:
    return float(page.font_size) * 1.4


def described(party: Mapping[str, Any]) -> list[str]:
    """The name, the address line by line, the VAT id."""
    address = [line.strip() for line in str(party.get("address") or "").splitlines()]
    address = [line for line in address if line]
    if len(address) > MOST_LINES:
        address = [", ".join(address)]
    parts = [str(party.get("name") or ""), *address, str(party.get("vat_id") or "")]
    return [part for part in parts if part]


def sums(page: FPDF, receipt: Receipt, purchase: Purchase, language: Language) -> None:
    page.set_font(FONT, "B", SMALL)
    page.set_text_color(GREY)
    heads = ("receipt-pdf-what", "receipt-pdf-each", "receipt-pdf-sum")
    row(page, [language(head) for head in heads])
    page.set_text_color(0)
    page.set_font(FONT, "", TEXT)
    row(page, sold(purchase, language))
    discount = purchase.list_cents - purchase.total_cents
    if discount > 0:
        row(page, [language("receipt-pdf-discount"), "", f"−{language.money(discount)}"])
    page.set_font(FONT, "B", TEXT)
    row(page, [language("receipt-pdf-total"), "", language.money(purchase.total_cents)])
    page.set_font(FONT, "", TEXT)
    if receipt.vat_rate is not None:
        net = purchase.total_cents - receipt.vat_cents
        rate = per_cent(receipt.vat_rate, language)
        row(page, [language("receipt-pdf-vat", rate=rate), "", language.money(receipt.vat_cents)])
        row(page, [language("receipt-pdf-net"), "", language.money(net)])


def sold(purchase: Purchase, language: Language) -> list[str]:
    """At the list price, before the discount; a partner's list may be above it."""
    what = language.credits(purchase.credits)
    if purchase.total_cents > purchase.list_cents:
        return [what, "", language.money(purchase.total_cents)]
    each = language.unit_price(LIST_PRICE_CENTS * MILLICENTS)
    return [what, each, language.money(purchase.list_cents)]


def row(page: FPDF, cells: Sequence[str]) -> None:
    what, each, amount = cells
    page.cell(WIDE, LINE + 2, what, border="B")
    page.cell(NARROW, LINE + 2, each, border="B", align=Align.R)
    page.cell(
        NARROW, LINE + 2, amount, border="B", align=Align.R, new_x=XPos.LMARGIN, new_y=YPos.NEXT
    )


def notes(page: FPDF, receipt: Receipt, purchase: Purchase, language: Language) -> None:
    page.ln(LINE)
    page.set_font(FONT, "", SMALL)
    paid = language("receipt-pdf-paid", reference=purchase.payment_reference or "")
    for note in (paid, str(receipt.seller.get("vat_note") or "")):
        page.multi_cell(0, LINE, note, align=Align.L, new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def per_cent(hundredths: int, language: Language) -> str:
    """As the language writes it."""
    value = format_decimal(hundredths / 100, format="#,##0.##", locale=language.locale)
    return language("per-cent", value=value)
