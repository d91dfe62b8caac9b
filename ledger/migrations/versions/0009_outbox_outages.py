"""Attempts at a delivery that failed for want of the outside; dead letters found without a scan."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE outbox ADD COLUMN outages INTEGER DEFAULT 0 NOT NULL")
    is_dead = sa.text("state = 'dead'")
    op.create_index(
        "ix_outbox_dead",
        "outbox",
        ["account_id", "id"],
        postgresql_where=is_dead,
        sqlite_where=is_dead,
    )
