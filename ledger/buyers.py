"""Who is billed for an account: what the receipts of its next payments say of the buyer."""

import unicodedata

from sqlalchemy.orm import Session

from ledger import audit
from ledger.actors import Act, Actor
from ledger.errors import BadText
from ledger.models import Account
from ledger.texts import cleaned, optional_line

MOST_NAME, MOST_ADDRESS, MOST_VAT_ID = 120, 500, 20


def describe_buyer(
    session: Session,
    *,
    actor: Actor,
    name: str | None = None,
    address: str | None = None,
    vat_id: str | None = None,
) -> Account:
    """Change what is given, and leave what is None; an empty text takes it back.

    Receipts that are issued stay as they are. Raises NotAllowed, BadText.
    """
    actor.must(Act.ORDER)
    account = session.get_one(Account, actor.account_id)
    before = described(account)
    if name is not None:
        account.billing_name = optional_line(name, field="name", most=MOST_NAME)
    if address is not None:
        account.billing_address = lines(address)
    if vat_id is not None:
        account.billing_vat_id = optional_line(vat_id, field="VAT id", most=MOST_VAT_ID)
    audit.record(
        session,
        actor=actor,
        act="describe buyer",
        subject="account",
        subject_id=account.id,
        before=before,
        after=described(account),
    )
    return account


def described(account: Account) -> dict[str, object]:
    return {
        "name": account.billing_name,
        "address": account.billing_address,
        "vat_id": account.billing_vat_id,
    }


def lines(address: str) -> str | None:
    """An address line by line, each cleaned. Raises BadText."""
    kept = "\n".join(line for line in map(cleaned, address.splitlines()) if line)
    controls = {"Cc", "Cs"}
    if len(kept) > MOST_ADDRESS or any(
        unicodedata.category(letter) in controls for letter in kept.replace("\n", "")
    ):
        raise BadText(field="address", most=MOST_ADDRESS)
    return kept or None
