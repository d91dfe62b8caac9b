"""A terminal with an environment of its own, and an account to act on."""

import sys
from pathlib import Path

import pytest

from bot import cli
from bot.settings import Settings
from tests.bot.terminal import Said, Type
from tests.worlds import SECRET_KEY, World


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Type:
    """Run `obole` with words in this process, as a shell would."""

    def run(*words: str) -> Said:
        capsys.readouterr()
        monkeypatch.setattr(sys, "argv", ["obole", *words])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return Said(ended.value.code, said.out.strip(), said.err.strip())

    return run


@pytest.fixture(autouse=True)
def logging_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command sets the process's logging up, which here is also that of other tests."""
    monkeypatch.setattr("bot.logs.configure", lambda **_: None)


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("OBOLE_ACCOUNT", *(name.upper() for name in Settings.model_fields)):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SECRET_KEY", SECRET_KEY)
    monkeypatch.setenv("SELLER_NAME", "Obole SAS")
    monkeypatch.setenv("PUBLIC_URL", "http://127.0.0.1:8765")
    monkeypatch.setenv("CONTENT_URL", "http://{label}.localhost:8765")
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def empty(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)


@pytest.fixture
def ludum(world: World, database_url: str, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setenv("DATABASE_URL", database_url)
    return world
