"""What the bridge signs, and for how long and by which secrets it is accepted."""

from datetime import UTC, datetime, timedelta

import pytest

from ledger.ids import new_id
from ledger.keyring import KeyRing
from scorm_bridge.errors import TokenRejected
from scorm_bridge.models import Mode
from scorm_bridge.tokens import Content, Tokens, Window

NOW = datetime(2026, 11, 24, 23, 59, 59, tzinfo=UTC)
OLD, NEW = Tokens(KeyRing(["old"])), Tokens(KeyRing(["new"]))
BOTH = Tokens(KeyRing(["new", "old"]))


def window(mode: Mode = Mode.NORMAL) -> Window:
    return Window(
        account_id=new_id(),
        client_id=new_id(),
        launch_id=new_id(),
        id=new_id(),
        registration_id=None if mode is Mode.BROWSE else new_id(),
        mode=mode,
    )


CONTENT = Content(account_id=new_id(), client_id=new_id(), game_id=new_id(), version=3)


@pytest.mark.parametrize("mode", Mode)
def test_a_window_comes_back_as_it_was_signed(mode: Mode) -> None:
    signed = window(mode)
    assert BOTH.granted(BOTH.grant(signed)) == signed
    assert BOTH.committing(BOTH.commit(signed)) == signed


def test_the_newest_secret_signs_and_all_are_accepted() -> None:
    signed = window()
    assert BOTH.granted(OLD.grant(signed)) == signed
    assert NEW.granted(BOTH.grant(signed)) == signed
    assert BOTH.content(OLD.content_prefix(CONTENT, NOW), NOW) == CONTENT
    with pytest.raises(TokenRejected):
        OLD.granted(BOTH.grant(signed))


def test_a_token_serves_one_purpose() -> None:
    signed = window()
    for use, token in ((BOTH.granted, BOTH.commit(signed)), (BOTH.committing, BOTH.grant(signed))):
        with pytest.raises(TokenRejected):
            use(token)


def test_what_a_learners_mail_links_to_is_signed_for_that_alone() -> None:
    account, client, other = new_id(), new_id(), new_id()
    assert BOTH.signed_in(OLD.sign_in(account, other)) == (account, other)
    assert BOTH.reminded(OLD.reminders(account, client, other)) == (account, client, other)
    for use in (BOTH.signed_in, BOTH.reminded):
        for token in (BOTH.preview(account, other), BOTH.download(account, other), "x"):
            with pytest.raises(TokenRejected):
                use(token)


def test_a_grant_lives_ten_minutes_and_a_commit_token_48_hours(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    signed = window()
    grant, commit = BOTH.grant(signed), BOTH.commit(signed)
    later = datetime.now(UTC).timestamp() + 11 * 60
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: later)
    with pytest.raises(TokenRejected):
        BOTH.granted(grant)
    assert BOTH.committing(commit) == signed


def test_a_content_prefix_is_one_a_day_and_lives_for_48_hours_at_least() -> None:
    prefix = BOTH.content_prefix(CONTENT, NOW)
    assert prefix == BOTH.content_prefix(CONTENT, NOW.replace(hour=0, minute=0, second=0))
    assert BOTH.content(prefix, NOW + timedelta(days=2)) == CONTENT
    for moment in (NOW + timedelta(days=2, seconds=1), NOW - timedelta(days=1)):
        with pytest.raises(TokenRejected):
            BOTH.content(prefix, moment)


@pytest.mark.parametrize("token", ["", ".", "a.b", "a.b.c", "é", "\ud83d", "\0", "x" * 10_000])
def test_what_was_never_signed_is_rejected(token: str) -> None:
    for use in (BOTH.granted, BOTH.committing, lambda text: BOTH.content(text, NOW)):
        with pytest.raises(TokenRejected):
            use(token)
