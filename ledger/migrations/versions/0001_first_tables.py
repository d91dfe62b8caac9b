"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("time_zone", sa.String(64), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("learner_secret", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
    )
    op.create_table(
        "clients",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("name_key", sa.String(240), nullable=False),
        sa.Column("alias", sa.String(60), nullable=False),
        sa.Column("alias_key", sa.String(120), nullable=False),
        sa.Column("access", sa.String(24), nullable=False),
        sa.Column("country", sa.String(2)),
        sa.Column("time_zone", sa.String(64), nullable=False),
        sa.Column("vat_id", sa.String(20)),
        sa.Column("is_own", sa.Boolean(), nullable=False),
        sa.Column("folds_learner_ids", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("access IN ('campus', 'scorm')", name=op.f("ck_clients_access")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_clients_account_id")
        ),
        sa.PrimaryKeyConstraint("account_id", "id", name=op.f("pk_clients")),
        sa.UniqueConstraint(
            "account_id", "alias_key", name=op.f("uq_clients_account_id_alias_key")
        ),
    )
    op.create_index("ix_clients_name_key", "clients", ["account_id", "name_key"], unique=False)
    op.create_index(
        "uq_clients_own",
        "clients",
        ["account_id"],
        unique=True,
        postgresql_where=sa.text("is_own"),
        sqlite_where=sa.text("is_own"),
    )
    op.create_table(
        "games",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("title_key", sa.String(240), nullable=False),
        sa.Column("price", sa.Integer(), nullable=False),
        sa.Column("visibility", sa.String(24), nullable=False),
        sa.Column("audience", sa.String(24), nullable=False),
        sa.Column("current_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "audience IN ('everyone', 'groups', 'nobody')", name=op.f("ck_games_audience")
        ),
        sa.CheckConstraint(
            "visibility IN ('all', 'only', 'except', 'own')", name=op.f("ck_games_visibility")
        ),
        sa.CheckConstraint("price >= 1", name=op.f("ck_games_price")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_games_account_id")),
        sa.PrimaryKeyConstraint("account_id", "id", name=op.f("pk_games")),
    )
    op.create_index("uq_games_title", "games", ["account_id", "title_key"], unique=True)
    op.create_table(
        "idempotency_keys",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("result_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_idempotency_keys_account_id")
        ),
        sa.PrimaryKeyConstraint("account_id", "key", name=op.f("pk_idempotency_keys")),
    )
    op.create_table(
        "installations",
        sa.Column("team_id", sa.String(32), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("bot_user_id", sa.String(32), nullable=False),
        sa.Column("bot_token", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_installations_account_id")
        ),
        sa.PrimaryKeyConstraint("team_id", name=op.f("pk_installations")),
    )
    op.create_index("uq_installations_account", "installations", ["account_id"], unique=True)
    op.create_table(
        "members",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("role", sa.String(24), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("role IN ('owner', 'manager', 'viewer')", name=op.f("ck_members_role")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_members_account_id")
        ),
        sa.PrimaryKeyConstraint("account_id", "id", name=op.f("pk_members")),
        sa.UniqueConstraint("account_id", "email", name=op.f("uq_members_account_id_email")),
    )
    op.create_table(
        "outbox",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True)),
        sa.Column("external_id", sa.String(200)),
        sa.Column("last_error", sa.String(500)),
        sa.CheckConstraint("state IN ('pending', 'sent', 'dead')", name=op.f("ck_outbox_state")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_outbox_account_id")),
        sa.PrimaryKeyConstraint("account_id", "id", name=op.f("pk_outbox")),
    )
    op.create_index(
        "ix_outbox_due",
        "outbox",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("state = 'pending'"),
        sqlite_where=sa.text("state = 'pending'"),
    )
    op.create_index(
        "ix_outbox_recipient",
        "outbox",
        ["account_id", "recipient_id", "id"],
        unique=False,
        postgresql_where=sa.text("state = 'pending'"),
        sqlite_where=sa.text("state = 'pending'"),
    )
    op.create_table(
        "price_tiers",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("from_credits", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("unit_millicents", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "from_credits >= 1 AND unit_millicents >= 0", name=op.f("ck_price_tiers_amounts")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_price_tiers_account_id")
        ),
        sa.PrimaryKeyConstraint("account_id", "from_credits", name=op.f("pk_price_tiers")),
    )
    op.create_table(
        "wallets",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("credited", sa.BigInteger(), nullable=False),
        sa.Column("debited", sa.BigInteger(), nullable=False),
        sa.Column("last_number", sa.BigInteger(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("low_below", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('pool', 'client') OR (credited = 0 AND last_number = 0)",
            name=op.f("ck_wallets_counterparts_keep_no_totals"),
        ),
        sa.CheckConstraint(
            "kind IN ('pool', 'client', 'issued', 'consumed')", name=op.f("ck_wallets_kind")
        ),
        sa.CheckConstraint(
            "credited >= debited AND debited >= 0", name=op.f("ck_wallets_never_below_zero")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_wallets_account_id")
        ),
        sa.PrimaryKeyConstraint("account_id", "id", name=op.f("pk_wallets")),
        sa.UniqueConstraint("account_id", "id", "kind", name=op.f("uq_wallets_account_id_id_kind")),
    )
    op.create_table(
        "game_clients",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("game_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id", "client_id"],
            ["clients.account_id", "clients.id"],
            name=op.f("fk_game_clients_account_id_client_id"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "game_id"],
            ["games.account_id", "games.id"],
            name=op.f("fk_game_clients_account_id_game_id"),
        ),
        sa.PrimaryKeyConstraint("account_id", "game_id", "client_id", name=op.f("pk_game_clients")),
    )
    op.create_table(
        "game_versions",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("game_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("standard", sa.String(16), nullable=False),
        sa.Column("launch_path", sa.String(1000), nullable=False),
        sa.Column("launch_facts", sa.JSON(), nullable=False),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id", "game_id"],
            ["games.account_id", "games.id"],
            name=op.f("fk_game_versions_account_id_game_id"),
        ),
        sa.PrimaryKeyConstraint("account_id", "game_id", "number", name=op.f("pk_game_versions")),
    )
    op.create_table(
        "groups",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("game_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint(
            "ends_at IS NULL OR ends_at > starts_at", name=op.f("ck_groups_ends_after_start")
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "client_id"],
            ["clients.account_id", "clients.id"],
            name=op.f("fk_groups_account_id_client_id"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "game_id"],
            ["games.account_id", "games.id"],
            name=op.f("fk_groups_account_id_game_id"),
        ),
        sa.PrimaryKeyConstraint("account_id", "id", name=op.f("pk_groups")),
    )
    op.create_index(
        "ix_groups_client", "groups", ["account_id", "client_id", "game_id"], unique=False
    )
    op.create_table(
        "learners",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("lms_id", sa.String(255)),
        sa.Column("name", sa.String(255)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id", "client_id"],
            ["clients.account_id", "clients.id"],
            name=op.f("fk_learners_account_id_client_id"),
        ),
        sa.PrimaryKeyConstraint("account_id", "client_id", "id", name=op.f("pk_learners")),
        sa.UniqueConstraint(
            "account_id", "client_id", "key", name=op.f("uq_learners_account_id_client_id_key")
        ),
    )
    op.create_table(
        "slack_users",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("slack_user_id", sa.String(32), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id", "member_id"],
            ["members.account_id", "members.id"],
            name=op.f("fk_slack_users_account_id_member_id"),
        ),
        sa.PrimaryKeyConstraint("account_id", "slack_user_id", name=op.f("pk_slack_users")),
    )
    op.create_index(
        "uq_slack_users_member", "slack_users", ["account_id", "member_id"], unique=True
    )
    op.create_table(
        "content_files",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("game_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("path", sa.String(1000), nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id", "game_id", "version"],
            ["game_versions.account_id", "game_versions.game_id", "game_versions.number"],
            name=op.f("fk_content_files_account_id_game_id_version"),
        ),
        sa.PrimaryKeyConstraint(
            "account_id", "game_id", "version", "path", name=op.f("pk_content_files")
        ),
    )
    op.create_table(
        "packages",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("game_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("standard", sa.String(24), nullable=False),
        sa.Column("is_enabled", sa.Boolean(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True)),
        sa.Column("ends_at", sa.DateTime(timezone=True)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "standard IN ('scorm12', 'scorm2004')", name=op.f("ck_packages_standard")
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "client_id"],
            ["clients.account_id", "clients.id"],
            name=op.f("fk_packages_account_id_client_id"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "game_id"],
            ["games.account_id", "games.id"],
            name=op.f("fk_packages_account_id_game_id"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "group_id"],
            ["groups.account_id", "groups.id"],
            name=op.f("fk_packages_account_id_group_id"),
        ),
        sa.PrimaryKeyConstraint("account_id", "id", name=op.f("pk_packages")),
    )
    op.create_index("ix_packages_client", "packages", ["account_id", "client_id"], unique=False)
    op.create_table(
        "registrations",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("game_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("game_version", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(24), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint(
            "source IN ('slack', 'web', 'command line', 'lms')",
            name=op.f("ck_registrations_source"),
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_registrations_number")),
        sa.ForeignKeyConstraint(
            ["account_id", "client_id", "id"],
            ["transfers.account_id", "transfers.debit_wallet_id", "transfers.registration_id"],
            name="fk_registrations_consumption",
            initially="DEFERRED",
            deferrable=True,
            use_alter=True,
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "client_id", "learner_id"],
            ["learners.account_id", "learners.client_id", "learners.id"],
            name=op.f("fk_registrations_account_id_client_id_learner_id"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "game_id"],
            ["games.account_id", "games.id"],
            name=op.f("fk_registrations_account_id_game_id"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "group_id"],
            ["groups.account_id", "groups.id"],
            name=op.f("fk_registrations_account_id_group_id"),
        ),
        sa.PrimaryKeyConstraint("account_id", "client_id", "id", name=op.f("pk_registrations")),
        sa.UniqueConstraint(
            "account_id",
            "client_id",
            "learner_id",
            "game_id",
            "number",
            name=op.f("uq_registrations_account_id_client_id_learner_id_game_id_number"),
        ),
    )
    op.create_table(
        "content_chunks",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("game_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("path", sa.String(1000), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id", "game_id", "version", "path"],
            [
                "content_files.account_id",
                "content_files.game_id",
                "content_files.version",
                "content_files.path",
            ],
            name=op.f("fk_content_chunks_account_id_game_id_version_path"),
        ),
        sa.PrimaryKeyConstraint(
            "account_id", "game_id", "version", "path", "number", name=op.f("pk_content_chunks")
        ),
    )
    op.create_table(
        "launches",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("package_id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid()),
        sa.Column("mode", sa.String(24), nullable=False),
        sa.Column("was_charged", sa.Boolean(), nullable=False),
        sa.Column("lms_origin", sa.String(255)),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("mode IN ('normal', 'browse', 'review')", name=op.f("ck_launches_mode")),
        sa.ForeignKeyConstraint(
            ["account_id", "package_id"],
            ["packages.account_id", "packages.id"],
            name=op.f("fk_launches_account_id_package_id"),
        ),
        sa.PrimaryKeyConstraint("account_id", "id", name=op.f("pk_launches")),
    )
    op.create_index(
        "ix_launches_package", "launches", ["account_id", "package_id", "id"], unique=False
    )
    op.create_table(
        "package_keys",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("package_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(
            ["account_id", "package_id"],
            ["packages.account_id", "packages.id"],
            name=op.f("fk_package_keys_account_id_package_id"),
        ),
        sa.PrimaryKeyConstraint("account_id", "package_id", "number", name=op.f("pk_package_keys")),
    )
    op.create_table(
        "runtimes",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("launch_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.Column("completion", sa.String(16), nullable=False),
        sa.Column("success", sa.String(16), nullable=False),
        sa.Column("score", sa.Integer()),
        sa.Column("location", sa.String(1000), nullable=False),
        sa.Column("total_time", sa.BigInteger(), nullable=False),
        sa.Column("session_time", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "score IS NULL OR (score >= 0 AND score <= 10000)", name=op.f("ck_runtimes_score")
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "client_id", "registration_id"],
            ["registrations.account_id", "registrations.client_id", "registrations.id"],
            name=op.f("fk_runtimes_account_id_client_id_registration_id"),
        ),
        sa.PrimaryKeyConstraint(
            "account_id", "client_id", "registration_id", name=op.f("pk_runtimes")
        ),
    )
    op.create_table(
        "transfers",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("credits", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("debit_wallet_id", sa.Uuid(), nullable=False),
        sa.Column("debit_kind", sa.String(24), nullable=False),
        sa.Column("debit_number", sa.BigInteger()),
        sa.Column("debit_balance", sa.BigInteger()),
        sa.Column("credit_wallet_id", sa.Uuid(), nullable=False),
        sa.Column("credit_kind", sa.String(24), nullable=False),
        sa.Column("credit_number", sa.BigInteger()),
        sa.Column("credit_balance", sa.BigInteger()),
        sa.Column("registration_id", sa.Uuid()),
        sa.Column("source", sa.String(24), nullable=False),
        sa.Column("member_id", sa.Uuid()),
        sa.CheckConstraint(
            "(credit_kind IN ('issued', 'consumed')) = (credit_number IS NULL)",
            name=op.f("ck_transfers_credit_number"),
        ),
        sa.CheckConstraint(
            "(debit_kind = 'issued') = (debit_number IS NULL)",
            name=op.f("ck_transfers_debit_number"),
        ),
        sa.CheckConstraint(
            "(kind = 'consumption') = (registration_id IS NOT NULL)",
            name=op.f("ck_transfers_consumption_registers"),
        ),
        sa.CheckConstraint(
            "(kind = 'purchase' AND debit_kind = 'issued' AND credit_kind = 'pool') OR (kind = 'allocation' AND debit_kind = 'pool' AND credit_kind = 'client') OR (kind = 'consumption' AND debit_kind = 'client' AND credit_kind = 'consumed') OR (kind = 'refund' AND debit_kind = 'pool' AND credit_kind = 'issued')",
            name=op.f("ck_transfers_kinds"),
        ),
        sa.CheckConstraint(
            "source IN ('slack', 'web', 'command line', 'lms')", name=op.f("ck_transfers_source")
        ),
        sa.CheckConstraint("credits > 0", name=op.f("ck_transfers_positive")),
        sa.CheckConstraint(
            "debit_wallet_id <> credit_wallet_id", name=op.f("ck_transfers_two_wallets")
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "credit_wallet_id", "credit_kind"],
            ["wallets.account_id", "wallets.id", "wallets.kind"],
            name="fk_transfers_credit",
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "debit_wallet_id", "debit_kind"],
            ["wallets.account_id", "wallets.id", "wallets.kind"],
            name="fk_transfers_debit",
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "debit_wallet_id", "registration_id"],
            ["registrations.account_id", "registrations.client_id", "registrations.id"],
            name="fk_transfers_registration",
        ),
        sa.PrimaryKeyConstraint("account_id", "id", name=op.f("pk_transfers")),
        sa.UniqueConstraint(
            "account_id", "debit_wallet_id", "registration_id", name="uq_transfers_registration"
        ),
    )
    op.create_index(
        "uq_transfers_credit",
        "transfers",
        ["account_id", "credit_wallet_id", "credit_number"],
        unique=True,
        postgresql_where=sa.text("credit_number IS NOT NULL"),
        sqlite_where=sa.text("credit_number IS NOT NULL"),
    )
    op.create_index(
        "uq_transfers_debit",
        "transfers",
        ["account_id", "debit_wallet_id", "debit_number"],
        unique=True,
    )
    op.create_table(
        "allocations",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(100)),
        sa.Column("comment", sa.String(1000)),
        sa.ForeignKeyConstraint(
            ["account_id", "client_id"],
            ["clients.account_id", "clients.id"],
            name=op.f("fk_allocations_account_id_client_id"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "id"],
            ["transfers.account_id", "transfers.id"],
            name=op.f("fk_allocations_account_id_id"),
        ),
        sa.PrimaryKeyConstraint("account_id", "id", name=op.f("pk_allocations")),
    )
    op.create_index(
        "ix_allocations_reference", "allocations", ["account_id", "reference"], unique=False
    )
    op.create_table(
        "purchases",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("credits", sa.BigInteger(), nullable=False),
        sa.Column("list_cents", sa.BigInteger(), nullable=False),
        sa.Column("total_cents", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("ordered_by", sa.Uuid(), nullable=False),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paid_at", sa.DateTime(timezone=True)),
        sa.Column("payment_reference", sa.String(100)),
        sa.Column("transfer_id", sa.Uuid()),
        sa.CheckConstraint(
            "(state = 'paid') = (transfer_id IS NOT NULL)", name=op.f("ck_purchases_paid_is_posted")
        ),
        sa.CheckConstraint("state IN ('pending', 'paid')", name=op.f("ck_purchases_state")),
        sa.CheckConstraint("credits > 0 AND total_cents >= 0", name=op.f("ck_purchases_amounts")),
        sa.ForeignKeyConstraint(
            ["account_id", "transfer_id"],
            ["transfers.account_id", "transfers.id"],
            name=op.f("fk_purchases_account_id_transfer_id"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_purchases_account_id")
        ),
        sa.PrimaryKeyConstraint("account_id", "id", name=op.f("pk_purchases")),
        sa.UniqueConstraint("account_id", "number", name=op.f("uq_purchases_account_id_number")),
    )
    if op.get_bind().dialect.name == "postgresql":
        # Tables that refer to each other: SQLite takes the key with the table, PostgreSQL after.
        op.create_foreign_key(
            "fk_registrations_consumption",
            "registrations",
            "transfers",
            ["account_id", "client_id", "id"],
            ["account_id", "debit_wallet_id", "registration_id"],
            deferrable=True,
            initially="DEFERRED",
        )
