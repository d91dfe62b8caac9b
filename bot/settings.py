"""What the environment says, read once at an edge and checked at the start.

A value that is given must be usable. One that is not given is missed only by what needs it:
`obole client list` runs without PUBLIC_URL, `obole serve` does not.
"""

from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Self, TypeVar

from pydantic import ByteSize, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from bot import mail
from bot.mail import MailServer
from bot.slack.tokens import Credentials
from ledger.database import Database, normalised
from ledger.keyring import KeyRing
from ledger.pricing import Tier, parsed_tiers
from ledger.receipts import Seller
from scorm_bridge import rates
from scorm_bridge.archives import Limits
from scorm_bridge.billing import Billing
from scorm_bridge.billing.providers import MANUAL, Provider
from scorm_bridge.places import Places
from scorm_bridge.rates import Rates
from scorm_bridge.retention import Retention

T = TypeVar("T")

SHORTEST_SECRET = 16
LIMITS = Limits()


class BadSetting(Exception):
    """A setting is missing or unusable; the message is one line that names it."""


class Settings(BaseSettings):
    """The settings, named in the environment as here in capitals."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    database_url: str = Field(default="sqlite:///var/obole.db", repr=False)
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    web_concurrency: int = Field(default=1, ge=1, le=64)
    secret_key: SecretStr | None = None
    public_url: str | None = None
    content_url: str | None = None
    price_tiers: str = ""
    stripe_secret_key: SecretStr | None = None
    stripe_webhook_secret: SecretStr | None = None
    stripe_api_url: str | None = None
    seller_name: str = Field(default="", max_length=120)
    seller_address: str = Field(default="", max_length=500)
    seller_vat_id: str = Field(default="", max_length=20)
    vat_rate: Decimal | None = Field(default=None, ge=0, le=100, decimal_places=2)
    vat_note: str = Field(default="", max_length=200)
    billing_note: str = Field(default="", max_length=500)
    keep_launches_days: int = Field(default=400, ge=0, le=36_500)
    keep_runtime_days: int = Field(default=730, ge=0, le=36_500)
    launches_per_address: str = "600/minute"
    launches_per_package: str = "3000/minute"
    trusted_proxies: int = Field(default=0, ge=0, le=10)
    import_files_most: int = Field(default=LIMITS.files, ge=1, le=1_000_000)
    import_bytes_most: ByteSize = Field(default=ByteSize(LIMITS.bytes), ge=1)
    import_ratio_most: int = Field(default=LIMITS.ratio, ge=1)
    import_manifest_bytes_most: ByteSize = Field(default=ByteSize(LIMITS.manifest_bytes), ge=1)
    slack_signing_secret: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_client_id: str | None = None
    slack_client_secret: SecretStr | None = None
    slack_api_url: str = "https://slack.com/api/"
    slack_authorize_url: str = "https://slack.com/oauth/v2/authorize"
    smtp_url: SecretStr | None = None
    mail_from: str | None = None

    @classmethod
    def read(cls) -> Self:
        """Raises BadSetting for the first value that is no use."""
        try:
            settings = cls()
        except ValidationError as error:
            first = error.errors()[0]
            reason = first["msg"].removeprefix("Value error, ")
            raise BadSetting(f"{str(first['loc'][0]).upper()} is unusable: {reason}.") from None
        if settings.public_url and settings.content_url:
            settings.places  # noqa: B018 - two usable URLs may still be unusable together
        settings.slack_credentials  # noqa: B018 - as well as one of the two alone
        settings.webhook_secret  # noqa: B018 - and this without its other one
        return settings

    @field_validator("database_url")
    @classmethod
    def is_database(cls, url: str) -> str:
        try:
            normalised(url)
        except ArgumentError:
            raise ValueError("it must look like postgresql://… or sqlite:///path") from None
        return url

    @field_validator("secret_key")
    @classmethod
    def is_long_enough(cls, value: SecretStr | None) -> SecretStr | None:
        if value is None:
            return None
        secrets = split(value)
        if not secrets or min(map(len, secrets)) < SHORTEST_SECRET:
            raise ValueError(f"each of its values needs at least {SHORTEST_SECRET} characters")
        return value

    @field_validator("price_tiers")
    @classmethod
    def are_tiers(cls, text: str) -> str:
        parsed_tiers(text)
        return text

    @field_validator("launches_per_address", "launches_per_package")
    @classmethod
    def is_rate(cls, text: str) -> str:
        rates.parsed(text)
        return text

    @field_validator("keep_launches_days", "keep_runtime_days", mode="before")
    @classmethod
    def are_days(cls, text: object) -> object:
        return 0 if text == rates.NONE else text

    @field_validator("slack_api_url", "slack_authorize_url", "stripe_api_url")
    @classmethod
    def is_url(cls, url: str | None) -> str | None:
        if url is not None and not url.startswith(("https://", "http://")):
            raise ValueError("it must be an http(s) URL")
        return url

    @field_validator("slack_api_url")
    @classmethod
    def ends_with_a_slash(cls, url: str) -> str:
        """slack_sdk joins a method's name to it."""
        return url if url.endswith("/") else f"{url}/"

    @field_validator("smtp_url")
    @classmethod
    def is_mail_server(cls, url: SecretStr | None) -> SecretStr | None:
        if url is not None:
            mail.parsed(url.get_secret_value(), "")
        return url

    @field_validator("mail_from")
    @classmethod
    def is_sender(cls, text: str | None) -> str | None:
        if text is not None and not mail.is_address(text):
            raise ValueError("it must be one e-mail address, as obole@ludum.example")
        return text

    @field_validator("seller_address", "billing_note")
    @classmethod
    def has_lines(cls, text: str) -> str:
        """An environment's value is often one line: `\\n` in it begins the next."""
        return text.replace("\\n", "\n").strip()

    @field_validator("seller_name")
    @classmethod
    def is_name(cls, text: str) -> str:
        return text.strip()

    @field_validator("vat_rate", mode="before")
    @classmethod
    def is_rate_or_none(cls, text: object) -> object:
        return None if text == "" else text

    @property
    def mail(self) -> MailServer | None:
        """None where no SMTP_URL is given. Raises BadSetting when MAIL_FROM is missing to it."""
        if self.smtp_url is None:
            return None
        sender = demanded("MAIL_FROM", self.mail_from, "the address that e-mails are from")
        return mail.parsed(self.smtp_url.get_secret_value(), sender)

    @property
    def retention(self) -> Retention:
        """Without an end where the setting is 0 or none."""
        return Retention(
            launch_days=self.keep_launches_days or None, runtime_days=self.keep_runtime_days or None
        )

    @property
    def rates(self) -> Rates:
        return Rates(per_address=self.launches_per_address, per_package=self.launches_per_package)

    @cached_property
    def tiers(self) -> tuple[Tier, ...]:
        return parsed_tiers(self.price_tiers)

    @property
    def seller(self) -> Seller:
        return Seller(
            name=self.seller_name,
            address=self.seller_address,
            vat_id=self.seller_vat_id,
            vat_rate=None if self.vat_rate is None else int(self.vat_rate * 100),
            vat_note=self.vat_note,
        )

    @property
    def named_seller(self) -> Seller:
        """Who a receipt is from. Raises BadSetting where nobody is: its number is used for good."""
        demanded("SELLER_NAME", self.seller_name, "the company that receipts are from")
        return self.seller

    @property
    def webhook_secret(self) -> str | None:
        """None where an operator confirms payments. Raises BadSetting for one of Stripe's two
        secrets, and where both would take money in nobody's name."""
        if not self.stripe_secret_key and not self.stripe_webhook_secret:
            return None
        demanded("STRIPE_SECRET_KEY", self.stripe_secret_key, "the secret key of Stripe's API")
        where = "what Stripe signs its webhooks to /billing/stripe with (whsec_…)"
        secret = demanded("STRIPE_WEBHOOK_SECRET", self.stripe_webhook_secret, where)
        self.named_seller  # noqa: B018 - it may be missing
        return secret.get_secret_value()

    @cached_property
    def billing(self) -> Billing:
        """By Stripe where there are its secrets, else by an operator. Raises BadSetting."""
        return Billing(
            provider=self._provider(),
            webhook_secret=self.webhook_secret,
            seller=self.seller,
            tiers=self.tiers,
            note=self.billing_note,
        )

    def _provider(self) -> Provider:
        if self.webhook_secret is None or self.stripe_secret_key is None:
            return MANUAL
        # Its library takes half a second to load, which most commands need not wait for.
        from scorm_bridge.billing.stripe_checkout import StripeCheckout

        return StripeCheckout(
            self.stripe_secret_key.get_secret_value(), api_url=self.stripe_api_url
        )

    @cached_property
    def keyring(self) -> KeyRing:
        return KeyRing(split(demanded("SECRET_KEY", self.secret_key, "a long random text")))

    @cached_property
    def places(self) -> Places:
        """Raises BadSetting when a URL is missing, or the two are unusable as origins."""
        public = demanded("PUBLIC_URL", self.public_url, "the URL at which LMSs reach the bridge")
        content = demanded("CONTENT_URL", self.content_url, "another origin, for the games")
        try:
            return Places(public, content)
        except ValueError as error:
            raise BadSetting(f"{error}.") from None

    @property
    def import_limits(self) -> Limits:
        """What a game's zip may hold; more is refused before anything is unpacked."""
        return Limits(
            files=self.import_files_most,
            bytes=self.import_bytes_most,
            ratio=self.import_ratio_most,
            manifest_bytes=self.import_manifest_bytes_most,
        )

    @property
    def signing_secret(self) -> str:
        where = "the signing secret on the Slack app's Basic Information page"
        return demanded("SLACK_SIGNING_SECRET", self.slack_signing_secret, where).get_secret_value()

    @property
    def slack_credentials(self) -> Credentials | None:
        """None where workspaces are connected by hand alone. Raises BadSetting for one of two."""
        if not self.slack_client_id and not self.slack_client_secret:
            return None
        where = "what the Slack app's Basic Information page says beside the other"
        secret = demanded("SLACK_CLIENT_SECRET", self.slack_client_secret, where)
        return Credentials(
            client_id=demanded("SLACK_CLIENT_ID", self.slack_client_id, where),
            client_secret=secret.get_secret_value(),
        )

    @property
    def app_token(self) -> str:
        where = "an app-level token (xapp-…) with the scope connections:write"
        return demanded("SLACK_APP_TOKEN", self.slack_app_token, where).get_secret_value()

    def open_database(self) -> Database:
        """The database; the folder of an SQLite file is made when it is not there."""
        url = make_url(self.database_url)
        if url.get_backend_name() == "sqlite":
            Path(url.database or "").parent.mkdir(parents=True, exist_ok=True)
        return Database(self.database_url)


def demanded(name: str, value: T | None, what: str) -> T:
    if not value:
        raise BadSetting(f"{name} is missing: set it to {what}.")
    return value


def split(secrets: SecretStr) -> list[str]:
    """Several values, newest first, apart by spaces or commas."""
    return secrets.get_secret_value().replace(",", " ").split()
