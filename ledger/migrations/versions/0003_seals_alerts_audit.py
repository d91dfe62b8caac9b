"""Seals, thresholds and alerts, the audit, archived clients."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_entries",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("member_id", sa.Uuid()),
        sa.Column("source", sa.String(24), nullable=False),
        sa.Column("act", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(24), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("before", sa.JSON()),
        sa.Column("after", sa.JSON()),
        sa.CheckConstraint(
            "source IN ('slack', 'web', 'command line', 'lms')",
            name=op.f("ck_audit_entries_source"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_audit_entries_account_id")
        ),
        sa.PrimaryKeyConstraint("account_id", "id", name=op.f("pk_audit_entries")),
    )
    op.create_index(
        "ix_audit_entries_subject",
        "audit_entries",
        ["account_id", "subject_id", "id"],
        unique=False,
    )
    op.create_table(
        "alerts",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("wallet_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("kind IN ('low', 'spent', 'turned away')", name=op.f("ck_alerts_kind")),
        sa.ForeignKeyConstraint(
            ["account_id", "wallet_id"],
            ["wallets.account_id", "wallets.id"],
            name=op.f("fk_alerts_account_id_wallet_id"),
        ),
        sa.PrimaryKeyConstraint("account_id", "id", name=op.f("pk_alerts")),
    )
    op.create_index(
        "uq_alerts_open",
        "alerts",
        ["account_id", "wallet_id", "kind"],
        unique=True,
        postgresql_where=sa.text("closed_at IS NULL"),
        sqlite_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "thresholds",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("wallet_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.String(24), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "unit IN ('plays', 'credits', 'per cent')", name=op.f("ck_thresholds_unit")
        ),
        sa.CheckConstraint("value >= 0", name=op.f("ck_thresholds_value")),
        sa.ForeignKeyConstraint(
            ["account_id", "wallet_id"],
            ["wallets.account_id", "wallets.id"],
            name=op.f("fk_thresholds_account_id_wallet_id"),
        ),
        sa.PrimaryKeyConstraint("account_id", "wallet_id", name=op.f("pk_thresholds")),
    )
    op.create_table(
        "seals",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("wallet_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("transfer_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id", "transfer_id"],
            ["transfers.account_id", "transfers.id"],
            name=op.f("fk_seals_account_id_transfer_id"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "wallet_id"],
            ["wallets.account_id", "wallets.id"],
            name=op.f("fk_seals_account_id_wallet_id"),
        ),
        sa.PrimaryKeyConstraint("account_id", "wallet_id", "number", name=op.f("pk_seals")),
    )
    op.add_column("clients", sa.Column("archived_at", sa.DateTime(timezone=True)))
    op.create_table(
        "verifications",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("transfers", sa.BigInteger(), nullable=False),
        sa.Column("flaw", sa.String(1000)),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_verifications_account_id")
        ),
        sa.PrimaryKeyConstraint("account_id", "id", name=op.f("pk_verifications")),
    )
    op.create_index("ix_verifications_at", "verifications", ["account_id", "at"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TRIGGER seals_written_once BEFORE UPDATE OR DELETE ON seals "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
    else:
        for event in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER seals_no_{event.lower()} BEFORE {event} ON seals "
                "BEGIN SELECT RAISE(ABORT, 'seals are written once'); END"
            )
