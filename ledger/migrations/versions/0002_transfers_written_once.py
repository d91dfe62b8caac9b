"""Transfers are written once: the database itself refuses to change or remove one."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

REFUSAL = "transfers are written once: post another one instead"


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        on_postgresql()
    else:
        on_sqlite()


def on_postgresql() -> None:
    op.execute(
        f"""
        CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';
        END $$
        """
    )
    op.execute(
        "CREATE TRIGGER transfers_written_once BEFORE UPDATE OR DELETE ON transfers "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        "CREATE TRIGGER transfers_never_emptied BEFORE TRUNCATE ON transfers "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def on_sqlite() -> None:
    for event in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER transfers_no_{event.lower()} BEFORE {event} ON transfers "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )
