"""Payments by a provider, refunds and what is owed of them, receipts and who is billed."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

STATES = "state IN ('quoted', 'pending', 'paid', 'failed', 'expired', 'refunded')"
PROVIDERS = "provider IN ('manual', 'stripe')"
SOURCES = "source IN ('slack', 'web', 'command line', 'lms')"
POSTED = "(state IN ('paid', 'refunded')) = (transfer_id IS NOT NULL)"


def upgrade() -> None:
    for name, length in (("name", 120), ("address", 500), ("vat_id", 20)):
        op.add_column("accounts", sa.Column(f"billing_{name}", sa.String(length)))
    widen_purchases()
    add_payment_names()
    add_refunds()
    add_receipts()


def widen_purchases() -> None:
    with op.batch_alter_table("purchases") as purchases:
        # Until now every order was taken at a terminal and confirmed there.
        purchases.add_column(
            sa.Column("provider", sa.String(24), nullable=False, server_default="manual")
        )
        purchases.add_column(
            sa.Column("source", sa.String(24), nullable=False, server_default="command line")
        )
        purchases.add_column(sa.Column("checkout_url", sa.String(2000)))
        purchases.add_column(sa.Column("closes_at", sa.DateTime(timezone=True)))
        purchases.add_column(sa.Column("asked_at", sa.DateTime(timezone=True)))
        purchases.add_column(sa.Column("refused_at", sa.DateTime(timezone=True)))
        purchases.add_column(
            sa.Column("refunded_cents", sa.BigInteger(), nullable=False, server_default="0")
        )
        purchases.alter_column(
            "payment_reference", existing_type=sa.String(100), type_=sa.String(255)
        )
        for name, check in (("state", STATES), ("paid_is_posted", POSTED)):
            purchases.drop_constraint(op.f(f"ck_purchases_{name}"), type_="check")
            purchases.create_check_constraint(op.f(f"ck_purchases_{name}"), check)
        purchases.create_check_constraint(op.f("ck_purchases_provider"), PROVIDERS)
        purchases.create_check_constraint(op.f("ck_purchases_source"), SOURCES)
        purchases.create_check_constraint(
            op.f("ck_purchases_refunded"), "refunded_cents BETWEEN 0 AND total_cents"
        )


def add_payment_names() -> None:
    op.create_table(
        "payment_names",
        sa.Column("name", sa.String(255), nullable=False),
        ident("account_id"),
        ident("purchase_id"),
        key("payment_names", "purchase_id", "purchases"),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_payment_names")),
    )
    op.create_index("ix_payment_names_purchase", "payment_names", ["account_id", "purchase_id"])


def add_refunds() -> None:
    op.create_table(
        "refunds",
        *map(ident, ("account_id", "id", "purchase_id")),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.Column("credits", sa.BigInteger(), nullable=False),
        sa.Column("taken", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reinstated_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("kind IN ('refund', 'dispute')", name=op.f("ck_refunds_kind")),
        sa.CheckConstraint("cents > 0 AND credits >= 0", name=op.f("ck_refunds_amounts")),
        sa.CheckConstraint("taken BETWEEN 0 AND credits", name=op.f("ck_refunds_taken")),
        sa.CheckConstraint(
            "reinstated_at IS NULL OR taken = 0", name=op.f("ck_refunds_reinstated")
        ),
        key("refunds", "purchase_id", "purchases"),
        sa.PrimaryKeyConstraint("account_id", "id", name=op.f("pk_refunds")),
        sa.UniqueConstraint("account_id", "name", name=op.f("uq_refunds_account_id_name")),
    )
    op.create_table(
        "refund_transfers",
        *map(ident, ("account_id", "transfer_id", "refund_id")),
        key("refund_transfers", "transfer_id", "transfers"),
        key("refund_transfers", "refund_id", "refunds"),
        sa.PrimaryKeyConstraint("account_id", "transfer_id", name=op.f("pk_refund_transfers")),
    )


def add_receipts() -> None:
    op.create_table(
        "receipts",
        ident("account_id"),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        ident("purchase_id"),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seller", sa.JSON(), nullable=False),
        sa.Column("buyer", sa.JSON(), nullable=False),
        sa.Column("vat_rate", sa.Integer()),
        sa.Column("vat_cents", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_receipts_number")),
        key("receipts", "purchase_id", "purchases"),
        sa.PrimaryKeyConstraint("account_id", "number", name=op.f("pk_receipts")),
        sa.UniqueConstraint(
            "account_id", "purchase_id", name=op.f("uq_receipts_account_id_purchase_id")
        ),
    )


def ident(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.Uuid(), nullable=False)


def key(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["account_id", column],
        [f"{to}.account_id", f"{to}.id"],
        name=op.f(f"fk_{table}_account_id_{column}"),
    )
