"""Groups that members make, rosters, and the Campus: its addresses, sign-in links and sessions."""

import secrets
from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

COLUMNS = {
    "clients": {
        "colour": "VARCHAR(7) CONSTRAINT ck_clients_colour "
        "CHECK (colour IS NULL OR (length(colour) = 7 AND colour LIKE '#%'))",
        "accent": "VARCHAR(7) CONSTRAINT ck_clients_accent "
        "CHECK (accent IS NULL OR (length(accent) = 7 AND accent LIKE '#%'))",
        "has_leaderboard": "BOOLEAN DEFAULT FALSE NOT NULL",
    },
    "groups": {
        # Until now a package made every group.
        "kind": "VARCHAR(24) DEFAULT 'package' NOT NULL "
        "CONSTRAINT ck_groups_kind CHECK (kind IN ('package', 'open', 'made'))",
        "name_key": "VARCHAR(240) DEFAULT '' NOT NULL",
        "extended_until": "{moment} CONSTRAINT ck_groups_extension "
        "CHECK (extended_until IS NULL OR extended_until > ends_at)",
        "play_minutes_most": "INTEGER CONSTRAINT ck_groups_play_minutes "
        "CHECK (play_minutes_most IS NULL OR play_minutes_most > 0)",
    },
    "learners": {"language": "VARCHAR(2)"},
}
"""In words that both engines read: SQLite adds a check only along with its column."""

MOMENTS = {
    "groups": ["start_told_at", "end_told_at"],
    "learners": ["reminders_off_at"],
    "registrations": ["removed_at"],
}

REFUSAL = "the access of a client is fixed once a learner of it has come in"
BY = (
    "(package_id IS NOT NULL AND preview_id IS NULL AND group_id IS NULL)"
    " OR (package_id IS NULL AND preview_id IS NOT NULL AND group_id IS NULL)"
    " OR (package_id IS NULL AND preview_id IS NULL AND group_id IS NOT NULL)"
)


def upgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    moment = "DATETIME" if is_sqlite else "TIMESTAMP WITH TIME ZONE"
    for table, columns in COLUMNS.items():
        for name, shape in columns.items():
            op.execute(f"ALTER TABLE {table} ADD COLUMN {name} {shape.format(moment=moment)}")
    for table, names in MOMENTS.items():
        for name in names:
            op.add_column(table, sa.Column(name, sa.DateTime(timezone=True)))
    index_groups()
    launch_by_group()
    add_rosters()
    add_campuses()
    add_sign_in()
    op.create_index("uq_clients_access", "clients", ["account_id", "id", "access"], unique=True)
    if is_sqlite:
        fix_access_on_sqlite()
    else:
        fix_access_on_postgresql()


def index_groups() -> None:
    for name, columns, kind in (
        ("uq_groups_open", ["account_id", "client_id", "game_id"], "open"),
        ("uq_groups_made", ["account_id", "client_id", "name_key"], "made"),
    ):
        which = sa.text(f"kind = '{kind}'")
        op.create_index(
            name, "groups", columns, unique=True, postgresql_where=which, sqlite_where=which
        )


def launch_by_group() -> None:
    with op.batch_alter_table("launches") as launches:
        launches.add_column(sa.Column("group_id", sa.Uuid()))
        launches.create_foreign_key(
            op.f("fk_launches_account_id_group_id"),
            "groups",
            ["account_id", "group_id"],
            ["account_id", "id"],
        )
        launches.drop_constraint(op.f("ck_launches_by"), type_="check")
        launches.create_check_constraint(op.f("ck_launches_by"), BY)


def add_rosters() -> None:
    op.create_table(
        "rosters",
        *ids("id", "group_id"),
        sa.Column("member_id", sa.Uuid()),
        sa.Column("learners", sa.JSON(), nullable=False),
        moment("created_at"),
        key("rosters", "group_id", "groups", "id"),
        sa.PrimaryKeyConstraint("account_id", "id", name=op.f("pk_rosters")),
    )


def add_campuses() -> None:
    campuses = op.create_table(
        "campuses",
        sa.Column("code", sa.String(16), nullable=False),
        *ids("client_id"),
        key("campuses", "client_id", "clients", "id"),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_campuses")),
        sa.UniqueConstraint(
            "account_id", "client_id", name=op.f("uq_campuses_account_id_client_id")
        ),
    )
    clients = sa.table("clients", sa.column("account_id", sa.Uuid()), sa.column("id", sa.Uuid()))
    for account_id, client_id in op.get_bind().execute(sa.select(clients)).all():
        code = "".join(secrets.choice("23456789abcdefghjkmnpqrstvwxyz") for _ in range(10))
        row = {"code": code, "account_id": account_id, "client_id": client_id}
        op.get_bind().execute(sa.insert(campuses).values(**row))


def add_sign_in() -> None:
    op.create_table(
        "sign_in_links",
        *ids("id", "client_id"),
        sa.Column("learner_id", sa.Uuid()),
        sa.Column("address_key", sa.String(64), nullable=False),
        moment("created_at"),
        moment("ends_at"),
        sa.Column("used_at", sa.DateTime(timezone=True)),
        key("sign_in_links", "client_id", "clients", "id"),
        key("sign_in_links", "client_id learner_id", "learners", "client_id id"),
        sa.PrimaryKeyConstraint("account_id", "id", name=op.f("pk_sign_in_links")),
    )
    op.create_index(
        "ix_sign_in_links_address",
        "sign_in_links",
        ["account_id", "client_id", "address_key", "id"],
    )
    op.create_table(
        "campus_sessions",
        *ids("id", "client_id", "learner_id"),
        sa.Column("digest", sa.String(64), nullable=False),
        *map(moment, ("created_at", "seen_at", "ends_at")),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        key("campus_sessions", "client_id learner_id", "learners", "client_id id"),
        sa.PrimaryKeyConstraint("account_id", "id", name=op.f("pk_campus_sessions")),
    )


def ids(*names: str) -> Iterator[sa.Column[object]]:
    for name in ("account_id", *names):
        yield sa.Column(name, sa.Uuid(), nullable=False)


def moment(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def key(table: str, columns: str, to: str, targets: str) -> sa.ForeignKeyConstraint:
    own = ["account_id", *columns.split()]
    return sa.ForeignKeyConstraint(
        own,
        [f"{to}.{name}" for name in ("account_id", *targets.split())],
        name=op.f(f"fk_{table}_{'_'.join(own)}"),
    )


def fix_access_on_postgresql() -> None:
    op.execute(
        f"""
        CREATE FUNCTION refuse_access() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF EXISTS (SELECT FROM learners
                       WHERE account_id = OLD.account_id AND client_id = OLD.id) THEN
                RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        END $$
        """
    )
    op.execute(
        "CREATE TRIGGER clients_access_fixed BEFORE UPDATE ON clients FOR EACH ROW "
        "WHEN (OLD.access IS DISTINCT FROM NEW.access) EXECUTE FUNCTION refuse_access()"
    )


def fix_access_on_sqlite() -> None:
    op.execute(  # nothing of it comes from outside
        "CREATE TRIGGER clients_access_fixed BEFORE UPDATE OF access ON clients "  # noqa: S608
        "WHEN OLD.access IS NOT NEW.access AND EXISTS (SELECT 1 FROM learners "
        "WHERE account_id = OLD.account_id AND client_id = OLD.id) "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    )
