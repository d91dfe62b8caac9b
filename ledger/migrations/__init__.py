"""The schema's history, and how a database is brought up to it."""

from importlib.resources import files

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from ledger.database import Database


def config_for(database: Database) -> Config:
    config = Config()
    config.set_main_option("script_location", str(files("ledger.migrations")))
    config.attributes["engine"] = database.engine
    return config


def upgrade(database: Database, to: str = "head") -> None:
    """Bring the schema to the newest revision, or `to` a certain one, from empty or any older."""
    command.upgrade(config_for(database), to)


def revision(database: Database) -> str | None:
    """The revision the database is at; None when it is empty."""
    with database.reading_engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest_revision(database: Database) -> str | None:
    return ScriptDirectory.from_config(config_for(database)).get_current_head()
