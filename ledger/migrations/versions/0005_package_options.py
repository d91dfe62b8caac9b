"""Options of packages, the learners they list or hold, and the launches they refused."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BURST = "(burst_most IS NULL) = (burst_minutes IS NULL)"
COLUMNS = {
    "is_closed_to_newcomers": "BOOLEAN DEFAULT FALSE NOT NULL",
    "cap": "INTEGER CONSTRAINT ck_packages_cap CHECK (cap IS NULL OR cap > 0)",
    "listed_origins": "JSON DEFAULT '[]' NOT NULL",
    "first_origin": "VARCHAR(255)",
    "learner_pattern": "VARCHAR(255)",
    "burst_most": "INTEGER",
    "burst_minutes": f"INTEGER CONSTRAINT ck_packages_burst CHECK ({BURST})",
    "burst_holds": "BOOLEAN DEFAULT FALSE NOT NULL",
    "language": "VARCHAR(2)",
}
"""In words that both engines read: SQLite adds a check only along with its column."""

WORDS = {
    "origins": ("any", "listed", "first"),
    "admits": ("anyone", "listed", "pattern"),
    "replays": ("review", "new play", "refused"),
    "reporting": ("pass/fail", "completion"),
}
"""The first word is what packages have that are there already."""


def upgrade() -> None:
    for name, shape in COLUMNS.items():
        op.execute(f"ALTER TABLE packages ADD COLUMN {name} {shape}")
    for name, words in WORDS.items():
        is_one = f"{name} IN ({', '.join(map(repr, words))})"
        op.execute(
            f"ALTER TABLE packages ADD COLUMN {name} VARCHAR(24) DEFAULT '{words[0]}' NOT NULL "
            f"CONSTRAINT ck_packages_{name} CHECK ({is_one})"
        )
    op.add_column("packages", sa.Column("burst_told_at", sa.DateTime(timezone=True)))
    op.create_index(
        "ix_registrations_group",
        "registrations",
        ["account_id", "client_id", "group_id", "registered_at"],
    )
    of_package(
        "package_learners", ["learner_key"], sa.Column("learner_key", sa.String(64), nullable=False)
    )
    of_package(
        "held_learners",
        ["learner_key"],
        sa.Column("learner_key", sa.String(64), nullable=False),
        sa.Column("lms_id", sa.String(255)),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True)),
    )
    of_package(
        "launch_refusals",
        ["day", "reason"],
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(24), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
    )


def of_package(table: str, key: list[str], *columns: sa.Column[Any]) -> None:
    op.create_table(
        table,
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("package_id", sa.Uuid(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(
            ["account_id", "package_id"],
            ["packages.account_id", "packages.id"],
            name=op.f(f"fk_{table}_account_id_package_id"),
        ),
        sa.PrimaryKeyConstraint("account_id", "package_id", *key, name=op.f(f"pk_{table}")),
    )
