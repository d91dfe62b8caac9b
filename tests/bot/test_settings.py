"""A missing or bad setting is one line that names it; no secret is ever shown."""

import pytest

from bot.settings import BadSetting, Settings
from ledger.models import Provider
from ledger.receipts import Seller
from scorm_bridge.archives import Limits
from scorm_bridge.billing import Billing
from scorm_bridge.retention import Retention

GOOD = {
    "SECRET_KEY": "a-secret-of-sixteen-letters,an-older-one-of-as-many",
    "PUBLIC_URL": "https://obole.example",
    "CONTENT_URL": "https://{label}.games.example",
}


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysqueel"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("PORT", "eighty"),
        ("PORT", "70000"),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "a-secret-of-sixteen-letters short"),
        ("SECRET_KEY", " , "),
        ("PUBLIC_URL", "obole.example"),
        ("CONTENT_URL", "https://obole.example"),
        ("PRICE_TIERS", "600:210"),
        ("PRICE_TIERS", "many"),
        ("STRIPE_API_URL", "stripe.example"),
        ("VAT_RATE", "a fifth"),
        ("VAT_RATE", "-1"),
        ("VAT_RATE", "120"),
        ("VAT_RATE", "5.555"),
        ("VAT_RATE", "nan"),
        ("SELLER_VAT_ID", "FR" * 11),
        ("SLACK_API_URL", "slack.example"),
        ("SLACK_AUTHORIZE_URL", "slack.example"),
        ("WEB_CONCURRENCY", "0"),
        ("KEEP_LAUNCHES_DAYS", "-1"),
        ("KEEP_RUNTIME_DAYS", "a year"),
        ("LAUNCHES_PER_ADDRESS", "many"),
        ("LAUNCHES_PER_PACKAGE", "0/minute"),
        ("TRUSTED_PROXIES", "-1"),
        ("TRUSTED_PROXIES", "all"),
        ("IMPORT_FILES_MOST", "0"),
        ("IMPORT_FILES_MOST", "2000000"),
        ("IMPORT_BYTES_MOST", "plenty"),
        ("IMPORT_BYTES_MOST", "-1"),
        ("IMPORT_RATIO_MOST", "1.5"),
        ("IMPORT_MANIFEST_BYTES_MOST", "0"),
        ("SMTP_URL", "mail.example"),
        ("SMTP_URL", "smtp://"),
        ("SMTP_URL", "smtp://mail.example:seven"),
        ("SMTP_URL", "smtp://mail.example/?tls"),
        ("SMTP_URL", "smtp://ana:secret@mail.example"),
        ("MAIL_FROM", "obole"),
        ("MAIL_FROM", "a@x.example, b@x.example"),
    ],
)
def test_a_bad_value_is_one_line_that_names_it(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSetting, match=name) as refused:
        Settings.read()
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("SECRET_KEY", "keyring"),
        ("PUBLIC_URL", "places"),
        ("CONTENT_URL", "places"),
        ("SLACK_SIGNING_SECRET", "signing_secret"),
        ("SLACK_APP_TOKEN", "app_token"),
    ],
)
def test_a_missing_value_is_named_where_it_is_needed(
    monkeypatch: pytest.MonkeyPatch, name: str, asked: str
) -> None:
    monkeypatch.delenv(name, raising=False)
    settings = Settings.read()
    with pytest.raises(BadSetting, match=f"{name} is missing: set it to"):
        getattr(settings, asked)


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"),
        ("SLACK_CLIENT_SECRET", "SLACK_CLIENT_ID"),
    ],
)
def test_of_slacks_two_credentials_one_alone_is_no_use(
    monkeypatch: pytest.MonkeyPatch, given: str, missing: str
) -> None:
    assert Settings.read().slack_credentials is None
    monkeypatch.setenv(given, "a value")
    with pytest.raises(BadSetting, match=f"{missing} is missing: set it to"):
        Settings.read()


STRIPE = {"STRIPE_SECRET_KEY": "sk_1", "STRIPE_WEBHOOK_SECRET": "whsec_1", "SELLER_NAME": "Obole"}


@pytest.mark.parametrize("missing", STRIPE)
def test_stripe_takes_payments_with_both_its_secrets_and_a_seller_or_not_at_all(
    monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    assert Settings.read().billing == Billing()
    for name, value in STRIPE.items():
        monkeypatch.setenv(name, value)
    billing = Settings.read().billing
    assert (billing.provider.kind, billing.webhook_secret) == (Provider.STRIPE, "whsec_1")
    assert "whsec" not in repr(billing)
    monkeypatch.delenv(missing)
    with pytest.raises(BadSetting, match=f"{missing} is missing: set it to"):
        Settings.read()


def test_who_sells_is_read_with_the_vat_in_hundredths_of_a_per_cent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert Settings.read().seller == Seller()
    for name, value in {
        "SELLER_NAME": "Obole SAS",
        "SELLER_ADDRESS": r"1 quai\n75001 Paris",
        "SELLER_VAT_ID": "FR00",
        "VAT_RATE": "5.5",
        "VAT_NOTE": "Reverse charge",
    }.items():
        monkeypatch.setenv(name, value)
    assert Settings.read().billing.seller == Seller(
        name="Obole SAS",
        address="1 quai\n75001 Paris",
        vat_id="FR00",
        vat_rate=550,
        vat_note="Reverse charge",
    )
    monkeypatch.setenv("VAT_RATE", "")
    assert Settings.read().seller.vat_rate is None


def test_several_secrets_make_a_key_ring_the_newest_first() -> None:
    assert Settings.read().keyring.secrets == [
        "a-secret-of-sixteen-letters",
        "an-older-one-of-as-many",
    ]


def test_no_secret_is_in_what_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://obole:s3cret-pass@db.example/obole")
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "s3cret-signing")
    shown = repr(Settings.read())
    assert "s3cret" not in shown
    assert "sixteen" not in shown


def test_tiers_are_the_public_price_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRICE_TIERS", "600:190 6000:175.5")
    assert [tier.unit_millicents for tier in Settings.read().tiers] == [200_000, 190_000, 175_500]


def test_learners_data_are_kept_for_a_while_unless_told_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert Settings.read().retention == Retention(launch_days=400, runtime_days=730)
    monkeypatch.setenv("KEEP_LAUNCHES_DAYS", "none")
    monkeypatch.setenv("KEEP_RUNTIME_DAYS", "0")
    assert Settings.read().retention == Retention(launch_days=None, runtime_days=None)


def test_launches_are_limited_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    def answered() -> int:
        rates = Settings.read().rates
        return [rates.before_launch(address="::1", token="t") for _ in range(700)].count(0)

    assert answered() == 600
    monkeypatch.setenv("LAUNCHES_PER_ADDRESS", "none")
    monkeypatch.setenv("LAUNCHES_PER_PACKAGE", "none")
    assert answered() == 700


def test_limits_of_an_import_are_numbers_or_sizes_as_people_write_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert Settings.read().import_limits == Limits()
    for name, value in (
        ("IMPORT_FILES_MOST", "500"),
        ("IMPORT_BYTES_MOST", "3GiB"),
        ("IMPORT_RATIO_MOST", "50"),
        ("IMPORT_MANIFEST_BYTES_MOST", "2000000"),
    ):
        monkeypatch.setenv(name, value)
    limits = Limits(files=500, bytes=3 * 1024**3, ratio=50, manifest_bytes=2_000_000)
    assert Settings.read().import_limits == limits


def test_a_mail_server_is_read_of_its_url(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMTP_URL", "smtp://ana:p%40ss@mail.example/?starttls")
    with pytest.raises(BadSetting, match="MAIL_FROM is missing"):
        Settings.read().mail  # noqa: B018 - it is read for its refusal
    monkeypatch.setenv("MAIL_FROM", "Obole <obole@ludum.example>")
    server = Settings.read().mail
    assert server is not None
    assert (server.host, server.port, server.user, server.password) == (
        "mail.example",
        587,
        "ana",
        "p@ss",
    )
    assert server.starts_tls
    assert not server.is_encrypted
    assert "p@ss" not in repr(server)


def test_without_a_mail_server_there_is_no_mail() -> None:
    assert Settings.read().mail is None
