"""Workspaces: the first install opens the account, the next ones bring it back, once each."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import event, func, select

from bot import people, workspaces
from bot.models import Installation
from bot.workspaces import Grant, Installed, Installer
from ledger import clock
from ledger.database import Database
from ledger.errors import BadText
from ledger.models import Account, AuditEntry, Client, Member, Role, Source
from tests.worlds import KEYRING

ENDS = datetime(2030, 1, 1, tzinfo=UTC)
GRANT = Grant(
    team_id="T0ATELIER",
    team_name="Atelier",
    is_org=False,
    bot_user_id="U0BOT",
    bot_token="xoxe.xoxb-first",
    refresh_token="xoxe-first",
    ends_at=ENDS,
    scopes="chat:write,commands",
)
ANA = Installer(
    slack_user_id="U0ANA",
    name="Ana Pérez",
    email="Ana@Atelier.example",
    locale="fr-CA",
    time_zone="America/Toronto",
)
MARC = replace(ANA, slack_user_id="U0MARC", name="Marc", email="marc@atelier.example")
AGAIN = replace(GRANT, bot_token="xoxe.xoxb-second", refresh_token="xoxe-second")


def installed(database: Database, grant: Grant = GRANT, installer: Installer = ANA) -> Installed:
    return database.write(
        lambda session: workspaces.install(
            session, grant=grant, installer=installer, keyring=KEYRING
        )
    )


def row(database: Database, team_id: str = GRANT.team_id) -> Installation:
    found = database.read(lambda session: workspaces.find(session, team_id))
    assert found is not None
    return found


def counted(database: Database, table: type[Account] | type[Member] | type[Client]) -> int:
    return database.read(lambda s: s.scalar(select(func.count()).select_from(table)) or 0)


def test_the_first_install_opens_the_account_as_its_installer_speaks_and_lives(
    database: Database,
) -> None:
    found = installed(database)
    assert found.is_new
    account = database.read(lambda session: session.get_one(Account, found.account_id))
    assert (account.name, account.language, account.time_zone) == (
        "Atelier",
        "fr",
        "America/Toronto",
    )
    assert counted(database, Client) == 1  # R1: its own


def test_the_installer_is_the_first_owner_and_connected(database: Database) -> None:
    installed(database)
    caller = database.read(
        lambda s: people.find_caller(s, team_id="T0ATELIER", slack_user_id="U0ANA")
    )
    assert caller is not None
    assert caller.member is not None
    assert (caller.member.role, caller.member.email) == (Role.OWNER, "ana@atelier.example")


def test_tokens_are_encrypted_at_rest(database: Database) -> None:
    installed(database)
    found = row(database)
    assert b"first" not in found.bot_token + (found.refresh_token or b"")
    assert KEYRING.decrypt(found.bot_token) == b"xoxe.xoxb-first"
    assert found.token_ends_at == ENDS


def test_a_workspace_that_is_known_gets_new_tokens_and_no_owner(database: Database) -> None:
    first = installed(database)
    second = installed(database, AGAIN, MARC)
    assert second == Installed(account_id=first.account_id, is_new=False)
    assert KEYRING.decrypt(row(database).bot_token) == b"xoxe.xoxb-second"
    assert (counted(database, Account), counted(database, Member)) == (1, 1)


def test_two_installs_at_once_open_one_account(database: Database) -> None:
    start = Barrier(6)

    def install(number: int) -> Installed:
        start.wait()
        installer = replace(ANA, slack_user_id=f"U{number}", email=f"{number}@atelier.example")
        return installed(database, GRANT, installer)

    with ThreadPoolExecutor(6) as threads:
        found = list(threads.map(install, range(6)))
    assert len({one.account_id for one in found}) == 1
    assert [one.is_new for one in found].count(True) == 1
    assert (counted(database, Account), counted(database, Member)) == (1, 1)


def test_a_zone_this_machine_knows_not_is_the_default_one(database: Database) -> None:
    found = installed(database, installer=replace(ANA, time_zone="Mars/Base", locale=None))
    account = database.read(lambda session: session.get_one(Account, found.account_id))
    assert (account.time_zone, account.language) == ("Europe/Paris", "en")


def test_an_installer_whose_name_is_no_use_changes_nothing(database: Database) -> None:
    with pytest.raises(BadText):
        installed(database, installer=replace(ANA, name=" "))
    assert counted(database, Account) == 0


def test_who_opened_it_is_recorded(database: Database) -> None:
    installed(database)
    acts = database.read(lambda s: s.execute(select(AuditEntry.act, AuditEntry.source)).all())
    assert ("add member", Source.SLACK) in [tuple(one) for one in acts]


def removed(database: Database, at: datetime, team_id: str = GRANT.team_id) -> bool:
    return database.write(lambda session: workspaces.remove(session, team_id=team_id, at=at))


def caller_is_found(database: Database) -> bool:
    found = database.read(
        lambda s: people.find_caller(s, team_id="T0ATELIER", slack_user_id="U0ANA")
    )
    return found is not None


def test_one_that_was_uninstalled_keeps_no_token_and_nobody_is_answered(
    database: Database,
) -> None:
    installed(database)
    assert removed(database, clock.now())
    found = row(database)
    assert (found.bot_token, found.refresh_token, found.token_ends_at) == (b"", None, None)
    assert not caller_is_found(database)
    assert not removed(database, clock.now())


def test_installed_again_it_is_back_with_the_people_it_had(database: Database) -> None:
    installed(database)
    removed(database, clock.now())
    installed(database, AGAIN, MARC)
    assert caller_is_found(database)
    assert row(database).removed_at is None


def test_an_uninstall_that_is_told_late_takes_nothing_from_the_install_after_it(
    database: Database,
) -> None:
    before = clock.now() - timedelta(seconds=2)
    installed(database)
    assert not removed(database, before)
    assert caller_is_found(database)


def test_an_org_wide_install_answers_in_each_workspace_of_the_org(database: Database) -> None:
    org = installed(database, replace(GRANT, team_id="E0ORG", is_org=True))

    def account_of(team_id: str, enterprise_id: str | None) -> object:
        caller = database.read(
            lambda s: people.find_caller(
                s, team_id=team_id, enterprise_id=enterprise_id, slack_user_id="U0ANA"
            )
        )
        return caller and caller.installation.account_id

    assert account_of("T0ONE", "E0ORG") == org.account_id
    assert account_of("T0TWO", "E0OTHER") is None
    own = installed(database, replace(GRANT, team_id="T0ONE"), MARC)
    assert account_of("T0ONE", "E0ORG") == own.account_id
    assert account_of("T0ANY", "E0ORG") == org.account_id


def test_a_caller_is_found_in_one_statement(database: Database) -> None:
    installed(database, replace(GRANT, team_id="E0ORG", is_org=True))
    statements: list[str] = []
    with database.reading() as session:
        event.listen(
            session.connection(),
            "before_cursor_execute",
            lambda _connection, _cursor, statement, *_: statements.append(statement),
        )
        found = people.find_caller(
            session, team_id="T0ONE", enterprise_id="E0ORG", slack_user_id="U0ANA"
        )
        assert found is not None
        assert found.member is not None
    assert len(statements) == 1
