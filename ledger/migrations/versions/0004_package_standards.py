"""Packages in SCORM 2004, by edition."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# No row holds what the second word of the old check stood for: such a package was never built.
BEFORE = "standard IN ('scorm12', 'scorm2004')"
AFTER = "standard IN ('scorm12', 'scorm2004-3rd', 'scorm2004-4th')"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        rewrite_check()
        return
    name = op.f("ck_packages_standard")
    op.drop_constraint(name, "packages", type_="check")
    op.create_check_constraint(name, "packages", AFTER)


def rewrite_check() -> None:
    """In the schema's text: SQLite alters no check, and a table that others refer to cannot be
    made anew within a transaction (sqlite.org/lang_altertable.html, section 7)."""
    version = op.get_bind().scalar(sa.text("PRAGMA schema_version"))
    op.execute("PRAGMA writable_schema = ON")
    op.get_bind().execute(
        sa.text(
            "UPDATE sqlite_master SET sql = replace(sql, :before, :after) "
            "WHERE type = 'table' AND name = 'packages'"
        ),
        {"before": BEFORE, "after": AFTER},
    )
    op.execute(f"PRAGMA schema_version = {version + 1}")
    op.execute("PRAGMA writable_schema = RESET")
