"""Column shapes that several tables share."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, Enum, ForeignKeyConstraint

SECRET = {"secret": True}
"""`mapped_column(info=SECRET)` keeps a column out of every export."""


def words(kind: type[StrEnum]) -> Enum:
    """A StrEnum kept as its text, so that a row reads the same in every engine and tool."""
    return Enum(
        kind,
        native_enum=False,
        length=24,
        create_constraint=False,
        values_callable=lambda members: [member.value for member in members],
    )


def one_of(column: str, kind: type[StrEnum]) -> CheckConstraint:
    """The check that goes with `words`: no other word gets into the column, even by hand."""
    listed = ", ".join(f"'{member.value}'" for member in kind)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def of_account() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["account_id"], ["accounts.id"])


def references(columns: str, table: str, targets: str | None = None) -> ForeignKeyConstraint:
    """A key within the account: `references("client_id", "clients", "id")`."""
    names = ["account_id", *columns.split()]
    wanted = ["account_id", *(targets or columns).split()]
    return ForeignKeyConstraint(names, [f"{table}.{name}" for name in wanted])
