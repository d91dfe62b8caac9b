"""Limits of members, requests, snoozes and digests; tokens that Slack rotates, and posts that are edited."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

COLUMNS = {
    "accounts": {
        "tells_channel": "BOOLEAN DEFAULT FALSE NOT NULL",
        "digest_weekday": "INTEGER DEFAULT 0 CONSTRAINT ck_accounts_weekday "
        "CHECK (digest_weekday IS NULL OR digest_weekday BETWEEN 0 AND 6)",
        "digest_hour": "INTEGER DEFAULT 9 NOT NULL CONSTRAINT ck_accounts_hour "
        "CHECK (digest_hour BETWEEN 0 AND 23)",
    },
    "members": {
        "allocates_most": "INTEGER CONSTRAINT ck_members_allocates_most "
        "CHECK (allocates_most IS NULL OR allocates_most >= 0)",
    },
    "installations": {
        "is_org": "BOOLEAN DEFAULT FALSE NOT NULL",
        "scopes": "VARCHAR(1000) DEFAULT '' NOT NULL",
        "channel_id": "VARCHAR(32)",
    },
    "slack_users": {"locale": "VARCHAR(16)"},
}
"""In words that both engines read: SQLite adds a check only along with its column."""

MOMENTS = {
    "accounts": ["digest_sent_at"],
    "members": ["removed_at"],
    "installations": ["token_ends_at", "rotating_until", "removed_at"],
    "slack_users": ["asked_at", "home_opened_at"],
    "packages": ["cap_told_at", "end_told_at"],
}


def upgrade() -> None:
    for table, columns in COLUMNS.items():
        for name, shape in columns.items():
            op.execute(f"ALTER TABLE {table} ADD COLUMN {name} {shape}")
    for table, names in MOMENTS.items():
        for name in names:
            op.add_column(table, sa.Column(name, sa.DateTime(timezone=True)))
    op.add_column("installations", sa.Column("refresh_token", sa.LargeBinary()))
    add_snoozes()
    add_requests()
    add_posts()


def add_snoozes() -> None:
    op.create_table(
        "snoozes",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("wallet_id", sa.Uuid(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(
            ["account_id", "wallet_id"],
            ["wallets.account_id", "wallets.id"],
            name=op.f("fk_snoozes_account_id_wallet_id"),
        ),
        sa.PrimaryKeyConstraint("account_id", "wallet_id", name=op.f("pk_snoozes")),
    )
    op.create_index("ix_snoozes_until", "snoozes", ["until"])


def add_requests() -> None:
    op.create_table(
        "allocation_requests",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("credits", sa.BigInteger(), nullable=False),
        sa.Column("reference", sa.String(100)),
        sa.Column("comment", sa.String(1000)),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verdict", sa.String(24)),
        sa.Column("decided_by", sa.Uuid()),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("credits > 0", name=op.f("ck_allocation_requests_credits")),
        sa.CheckConstraint(
            "verdict IN ('approved', 'declined')", name=op.f("ck_allocation_requests_verdict")
        ),
        sa.CheckConstraint(
            "(verdict IS NULL) = (decided_at IS NULL)",
            name=op.f("ck_allocation_requests_decided"),
        ),
        *(
            sa.ForeignKeyConstraint(
                ["account_id", name],
                [f"{table}.account_id", f"{table}.id"],
                name=op.f(f"fk_allocation_requests_account_id_{name}"),
            )
            for name, table in (
                ("client_id", "clients"),
                ("asked_by", "members"),
                ("decided_by", "members"),
            )
        ),
        sa.PrimaryKeyConstraint("account_id", "id", name=op.f("pk_allocation_requests")),
    )


def add_posts() -> None:
    op.create_table(
        "posts",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=False),
        sa.Column("matter", sa.String(80), nullable=False),
        sa.Column("channel_id", sa.String(32), nullable=False),
        sa.Column("ts", sa.String(32), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_posts_account_id")),
        sa.PrimaryKeyConstraint("account_id", "recipient_id", "matter", name=op.f("pk_posts")),
    )
