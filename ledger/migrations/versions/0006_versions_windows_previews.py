"""Open plays that move, packages in windows, a pass mark, previews by link, files kept compressed."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

MARK = "pass_mark IS NULL OR pass_mark BETWEEN 0 AND 100"
COLUMNS = {
    "accounts": {"moves_open_plays": "BOOLEAN DEFAULT FALSE NOT NULL"},
    "packages": {
        "opens": "VARCHAR(24) DEFAULT 'frame' NOT NULL "
        "CONSTRAINT ck_packages_opens CHECK (opens IN ('frame', 'window'))",
        "pass_mark": f"INTEGER CONSTRAINT ck_packages_pass_mark CHECK ({MARK})",
        "previews_a_day": "INTEGER DEFAULT 100 NOT NULL "
        "CONSTRAINT ck_packages_previews_a_day CHECK (previews_a_day >= 0)",
    },
    "content_files": {
        "encoding": "VARCHAR(8)",
        "stored_size": "BIGINT DEFAULT 0 NOT NULL",
    },
}
"""In words that both engines read: SQLite adds a check only along with its column."""


def upgrade() -> None:
    for table, columns in COLUMNS.items():
        for name, shape in columns.items():
            op.execute(f"ALTER TABLE {table} ADD COLUMN {name} {shape}")
    op.execute("UPDATE content_files SET stored_size = size")
    op.execute("ALTER TABLE runtimes RENAME COLUMN launch_id TO window_id")
    add_previews()
    list_scos()


def add_previews() -> None:
    op.create_table(
        "previews",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("game_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid()),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("used >= 0 AND used <= most", name=op.f("ck_previews_used")),
        sa.ForeignKeyConstraint(
            ["account_id", "game_id"],
            ["games.account_id", "games.id"],
            name=op.f("fk_previews_account_id_game_id"),
        ),
        sa.PrimaryKeyConstraint("account_id", "id", name=op.f("pk_previews")),
    )
    with op.batch_alter_table("launches") as launches:
        launches.alter_column("package_id", existing_type=sa.Uuid(), nullable=True)
        launches.add_column(sa.Column("preview_id", sa.Uuid()))
        launches.create_foreign_key(
            op.f("fk_launches_account_id_preview_id"),
            "previews",
            ["account_id", "preview_id"],
            ["account_id", "id"],
        )
        launches.create_check_constraint(
            op.f("ck_launches_by"), "(package_id IS NULL) <> (preview_id IS NULL)"
        )


def list_scos() -> None:
    """What a version said of its only SCO becomes the first of a list."""
    versions = sa.table(
        "game_versions",
        *(sa.column(name, sa.Uuid()) for name in ("account_id", "game_id")),
        sa.column("number", sa.Integer()),
        sa.column("launch_path", sa.String()),
        sa.column("launch_facts", sa.JSON()),
    )
    connection = op.get_bind()
    for row in connection.execute(sa.select(versions)).all():
        facts: Any = row.launch_facts
        facts = json.loads(facts) if isinstance(facts, str) else facts
        sco = {"id": "", "title": "", "launch_path": row.launch_path, **facts}
        connection.execute(
            sa.update(versions)
            .where(
                versions.c.account_id == row.account_id,
                versions.c.game_id == row.game_id,
                versions.c.number == row.number,
            )
            .values(launch_facts={"scos": [sco]})
        )
