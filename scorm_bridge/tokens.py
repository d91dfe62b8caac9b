"""What the bridge signs: a launch's grant, an opening of its game, a window's commit token, a
content prefix, an offer, a wait, a preview's link, a package's download, a connection test, a
learner's link to sign in by and the one that turns reminders off, a form on a Campus,
the way back from a payment, an account's prices.

All under SECRET_KEY, each for one purpose, none in a URL holding personal data. Package tokens are
signed with keys of their own, see `packages`.
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from itsdangerous import BadData, URLSafeSerializer, URLSafeTimedSerializer

from ledger.keyring import KeyRing
from scorm_bridge.errors import TokenRejected
from scorm_bridge.models import Mode

GRANT_SECONDS = 10 * 60
OPENING_SECONDS = 12 * 3600
"""A working day: a learner may come back to the page that offers a window, or reload the window."""

OFFER_SECONDS = 3600
WAITING_SECONDS = 12 * 3600
"""Longer than a waiting page tries by itself, so that its button still works."""

DOWNLOAD_DAYS = 7
"""Long enough for the client's own people to get to it; who holds the link needs no account."""

PRICES_DAYS = 7
"""A partner's list is for who was given the link; what it says may change."""

WINDOW_SECONDS = 48 * 3600
"""A window left open over a night can still commit."""

CONTENT_DAYS = 2
"""How many days after its own a content prefix serves: as long as a window may commit at least,
however late in the day it was signed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """One opening of the game. Without a registration it is a preview, which keeps nothing.

    `id` is newer than that of every window opened before: each page that is served has its own,
    so that a launch whose page was reloaded is not taken for the same window.
    """

    account_id: UUID
    client_id: UUID
    launch_id: UUID
    id: UUID
    registration_id: UUID | None
    mode: Mode


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """One version of a game, as one client's learners may fetch it on one day."""

    account_id: UUID
    client_id: UUID
    game_id: UUID
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """One run of a client's connection test, from the LMS at `lms_origin` as far as that is known.

    `language` is the account's, for a browser that speaks none of ours.
    """

    account_id: UUID
    client_id: UUID
    lms_origin: str | None
    language: str


class Tokens:
    """Signs with the newest secret, accepts all of them."""

    def __init__(self, keyring: KeyRing) -> None:
        secrets = list(reversed(keyring.secrets))  # itsdangerous signs with the last one
        digest = {"digest_method": sha256}
        self._grants = URLSafeTimedSerializer(secrets, salt="grant", signer_kwargs=digest)
        self._openings = URLSafeTimedSerializer(secrets, salt="opening", signer_kwargs=digest)
        self._windows = URLSafeTimedSerializer(secrets, salt="window", signer_kwargs=digest)
        self._offers = URLSafeTimedSerializer(secrets, salt="offer", signer_kwargs=digest)
        self._waits = URLSafeTimedSerializer(secrets, salt="waiting", signer_kwargs=digest)
        self._previews = URLSafeSerializer(secrets, salt="preview", signer_kwargs=digest)
        self._downloads = URLSafeTimedSerializer(secrets, salt="download", signer_kwargs=digest)
        self._tests = URLSafeSerializer(secrets, salt="connection test", signer_kwargs=digest)
        self._runs = URLSafeTimedSerializer(secrets, salt="connection", signer_kwargs=digest)
        self._payments = URLSafeSerializer(secrets, salt="payment", signer_kwargs=digest)
        self._prices = URLSafeTimedSerializer(secrets, salt="prices", signer_kwargs=digest)
        self._contents = URLSafeSerializer(secrets, salt="content", signer_kwargs=digest)
        self._sign_ins = URLSafeSerializer(secrets, salt="sign-in", signer_kwargs=digest)
        self._forms = URLSafeSerializer(secrets, salt="campus form", signer_kwargs=digest)
        self._reminders = URLSafeSerializer(secrets, salt="reminders", signer_kwargs=digest)

    def grant(self, window: Window) -> str:
        return str(self._grants.dumps(packed(window)))

    def granted(self, token: str) -> Window:
        return unpacked(loaded(self._grants, token, GRANT_SECONDS))

    def lapsed(self, token: str) -> Window:
        """A grant of whatever age: it says where it came from, and opens nothing."""
        return unpacked(loaded(self._grants, token))

    def opening(self, window: Window) -> str:
        """For a launch whose page asks the learner first, and opens the game as often as asked."""
        return str(self._openings.dumps(packed(window)))

    def opened(self, token: str) -> Window:
        return unpacked(loaded(self._openings, token, OPENING_SECONDS))

    def commit(self, window: Window) -> str:
        return str(self._windows.dumps(packed(window)))

    def committing(self, token: str) -> Window:
        return unpacked(loaded(self._windows, token, WINDOW_SECONDS))

    def offer(self, launch: list[str]) -> str:
        """For a field of a page: unlike the others it holds who the learner is, as they sent it."""
        return str(self._offers.dumps(launch))

    def offered(self, token: str) -> list[str]:
        return loaded(self._offers, token, OFFER_SECONDS)

    def waiting(self, launch: list[str]) -> str:
        """As an offer, for one who asks again."""
        return str(self._waits.dumps(launch))

    def waited(self, token: str) -> list[str]:
        return loaded(self._waits, token, WAITING_SECONDS)

    def preview(self, account_id: UUID, preview_id: UUID) -> str:
        """For a link: when it ends is the preview's to say."""
        return str(self._previews.dumps([account_id.hex, preview_id.hex]))

    def previewed(self, token: str) -> tuple[UUID, UUID]:
        """The account and the preview."""
        account, preview = loaded(self._previews, token)
        return UUID(account), UUID(preview)

    def download(self, account_id: UUID, package_id: UUID) -> str:
        """For a link: whoever makes one has checked who it is for."""
        return str(self._downloads.dumps([account_id.hex, package_id.hex]))

    def downloaded(self, token: str) -> tuple[UUID, UUID]:
        """The account and the package."""
        account, package = loaded(self._downloads, token, DOWNLOAD_DAYS * 86_400)
        return UUID(account), UUID(package)

    def payment(self, account_id: UUID, purchase_id: UUID) -> str:
        """For the way back from a payment: the same whenever it is made, so that the provider is
        asked for the same page again. For how long it is good is the purchase's to say."""
        return str(self._payments.dumps([account_id.hex, purchase_id.hex]))

    def payment_of(self, token: str) -> tuple[UUID, UUID]:
        """The account and the purchase."""
        account, purchase = loaded(self._payments, token)
        return UUID(account), UUID(purchase)

    def prices(self, account_id: UUID) -> str:
        """For a link to the price list that an account has."""
        return str(self._prices.dumps([account_id.hex]))

    def prices_of(self, token: str) -> UUID:
        (account,) = loaded(self._prices, token, PRICES_DAYS * 86_400)
        return UUID(account)

    def connection_test(self, account_id: UUID, client_id: UUID, issued_at: datetime) -> str:
        """For a package that opens no game, so it needs no row and no key of its own."""
        return str(self._tests.dumps([account_id.hex, client_id.hex, issued_at.isoformat()]))

    def connection_tested(self, token: str) -> tuple[UUID, UUID]:
        """The account and the client."""
        account, client, _ = loaded(self._tests, token)
        return UUID(account), UUID(client)

    def connection(self, run: Connection) -> str:
        ids = [run.account_id.hex, run.client_id.hex]
        return str(self._runs.dumps([*ids, run.lms_origin or "", run.language]))

    def connecting(self, token: str) -> Connection:
        account, client, origin, language = loaded(self._runs, token, GRANT_SECONDS)
        return Connection(
            account_id=UUID(account),
            client_id=UUID(client),
            lms_origin=origin or None,
            language=language,
        )

    def sign_in(self, account_id: UUID, link_id: UUID) -> str:
        """For the link in a mail: until when it serves, and how often, is its row's to say."""
        return str(self._sign_ins.dumps([account_id.hex, link_id.hex]))

    def signed_in(self, token: str) -> tuple[UUID, UUID]:
        """The account and the link."""
        account, link = loaded(self._sign_ins, token)
        return UUID(account), UUID(link)

    def reminders(self, account_id: UUID, client_id: UUID, learner_id: UUID) -> str:
        """For a mail's link: it serves for as long as the mail is kept."""
        return str(self._reminders.dumps([account_id.hex, client_id.hex, learner_id.hex]))

    def reminded(self, token: str) -> tuple[UUID, UUID, UUID]:
        """The account, the client and the learner."""
        account, client, learner = loaded(self._reminders, token)
        return UUID(account), UUID(client), UUID(learner)

    def form(self, session_id: UUID) -> str:
        """For a field of every form that is shown in one session on a Campus."""
        return str(self._forms.dumps([session_id.hex]))

    def formed(self, token: str) -> UUID:
        """The session."""
        (session,) = loaded(self._forms, token)
        return UUID(session)

    def content_prefix(self, content: Content, now: datetime) -> str:
        """Equal all day long, so that a browser's cache serves a relaunch."""
        ids = [content.account_id.hex, content.client_id.hex, content.game_id.hex]
        return str(self._contents.dumps([*ids, str(content.version), str(day(now))]))

    def content(self, prefix: str, now: datetime) -> Content:
        """Raises TokenRejected for a prefix that is forged, or older than CONTENT_DAYS."""
        account, client, game, version, signed_on = loaded(self._contents, prefix)
        if not day(now) - CONTENT_DAYS <= int(signed_on) <= day(now):
            raise TokenRejected
        return Content(
            account_id=UUID(account),
            client_id=UUID(client),
            game_id=UUID(game),
            version=int(version),
        )


def loaded(
    serializer: URLSafeSerializer | URLSafeTimedSerializer, token: str, seconds: int | None = None
) -> list[str]:
    try:
        value = serializer.loads(token, max_age=seconds) if seconds else serializer.loads(token)
    except (BadData, UnicodeError):  # half a surrogate pair, which JSON can spell
        raise TokenRejected from None
    assert isinstance(value, list)
    return value


def packed(window: Window) -> list[str]:
    return [
        window.account_id.hex,
        window.client_id.hex,
        window.launch_id.hex,
        window.id.hex,
        window.registration_id.hex if window.registration_id else "",
        window.mode.value,
    ]


def unpacked(value: list[str]) -> Window:
    account, client, launch, id, registration, mode = value
    return Window(
        account_id=UUID(account),
        client_id=UUID(client),
        launch_id=UUID(launch),
        id=UUID(id),
        registration_id=UUID(registration) if registration else None,
        mode=Mode(mode),
    )


def day(now: datetime) -> int:
    return int(now.timestamp()) // 86_400
