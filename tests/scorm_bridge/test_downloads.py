"""The link to a package's zip: for whoever holds it, for a week, and never of what is not there."""

import io
import zipfile
from datetime import timedelta

import pytest
from itsdangerous import TimestampSigner
from werkzeug.test import TestResponse

from ledger.ids import new_id
from scorm_bridge import downloads, listings, packages
from scorm_bridge.listings import Listed
from scorm_bridge.tokens import DOWNLOAD_DAYS
from tests.scorm_bridge.lms import PUBLIC, Lms


def get(lms: Lms, token: str, *, method: str = "GET", base_url: str = PUBLIC) -> TestResponse:
    return lms.browser.open(f"/packages/{token}", method=method, base_url=base_url)


def token(lms: Lms) -> str:
    return lms.bridge.tokens.download(lms.package.account_id, lms.package.id)


def test_it_is_the_packages_own_zip_under_a_name_that_says_whose_it_is(lms: Lms) -> None:
    answer = get(lms, token(lms))
    assert answer.status_code == 200
    assert answer.mimetype == "application/zip"
    disposition = answer.headers["Content-Disposition"]
    assert disposition == "attachment; filename=acme-the-ferryman-scorm12.zip"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert lms.token in archive.read("config.js").decode()


def test_who_unfurls_the_link_changes_nothing(lms: Lms) -> None:
    link = token(lms)
    assert get(lms, link, method="HEAD").status_code == 200
    assert get(lms, link, method="POST").status_code == 405
    assert get(lms, link).data == get(lms, link).data


def test_it_is_over_after_a_week(lms: Lms, monkeypatch: pytest.MonkeyPatch) -> None:
    link = token(lms)
    now = TimestampSigner.get_timestamp
    week = int(timedelta(days=DOWNLOAD_DAYS).total_seconds())
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda self: now(self) + week - 60)
    assert get(lms, link).status_code == 200
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda self: now(self) + week + 60)
    over = get(lms, link)
    assert (over.status_code, over.text) == (
        404,
        "This link is over, or was never made. Ask whoever sent it for a new one.\n",
    )


def test_what_was_signed_for_another_purpose_or_for_nothing_opens_nothing(lms: Lms) -> None:
    account_id, package_id = lms.package.account_id, lms.package.id
    tokens = lms.bridge.tokens
    for forged in (
        "nonsense",
        tokens.preview(account_id, package_id),
        tokens.download(account_id, new_id()),
        tokens.download(new_id(), package_id),
        token(lms)[:-1],
    ):
        assert get(lms, forged).status_code == 404, forged


def test_the_games_hosts_do_not_serve_it(lms: Lms) -> None:
    origin = lms.bridge.places.content_origin(lms.package.account_id)
    assert get(lms, token(lms), base_url=origin).status_code == 404


def test_a_name_of_any_letters_becomes_a_safe_file_name(lms: Lms) -> None:
    def named(alias: str, title: str) -> str:
        one = lms.world.database.read(
            lambda s: listings.get_package(
                s, account_id=lms.package.account_id, package_id=lms.package.id
            )
        )
        one.client.alias, one.game.title = alias, title
        return downloads.file_name(one)

    assert named("L’Oréal / DE", "../../etc\r\nX: y") == "l-oréal-de-etc-x-y-scorm12.zip"
    assert named("日本", "ゲーム") == "日本-ゲーム-scorm12.zip"
    assert len(named("日" * 60, "b" * 120).encode()) < 150


def test_packages_are_listed_a_page_at_a_time(lms: Lms) -> None:
    def more(session: object) -> None:
        packages.build(
            session,  # type: ignore[arg-type]
            actor=lms.world.operator,
            keyring=lms.bridge.keyring,
            client=lms.world.acme,
            game=lms.world.game,
        )

    for _ in range(2):
        lms.world.database.write(more)

    def page(before: int) -> tuple[list[Listed], int]:
        found = lms.world.database.read(
            lambda s: listings.page(s, account_id=lms.world.account_id, before=before, most=2)
        )
        return found.packages, found.total

    (first, total), (rest, _) = page(0), page(2)
    assert (len(first), len(rest), total) == (2, 1, 3)
    assert first[0].package.id == lms.package.id
    assert not {one.package.id for one in first} & {one.package.id for one in rest}
