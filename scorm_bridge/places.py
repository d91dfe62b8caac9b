"""Where the bridge and the games' content are reached: two origins, never one."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import SplitResult, urlsplit
from uuid import UUID

LABEL = "{label}"
DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Places:
    """`public_url` is the bridge's origin. `content_url` is that of the games: they reach their
    run-time by being of its origin, so no session or cookie may live there. With `{label}` in
    it each account has a host of its own.

    Raises ValueError with the reason when the two are not usable as origins.
    """

    public_url: str
    content_url: str

    def __post_init__(self) -> None:
        for name, url in (("PUBLIC_URL", self.public_url), ("CONTENT_URL", self.content_url)):
            parts = urlsplit(url.replace(LABEL, "label"))
            if parts.scheme not in DEFAULT_PORTS or not parts.hostname or parts.path.strip("/"):
                raise ValueError(f"{name} must be an http(s) origin without a path, not {url!r}")
        if self.public_host == self.content_host(UUID(int=0)):
            raise ValueError("CONTENT_URL must be another host than PUBLIC_URL")

    @cached_property
    def public_host(self) -> str:
        return host_of(urlsplit(self.public_url))

    @cached_property
    def launch_url(self) -> str:
        return f"{self.public_url.rstrip('/')}/launch"

    @cached_property
    def connection_test_url(self) -> str:
        return f"{self.public_url.rstrip('/')}/connection-test"

    def preview_url(self, token: str) -> str:
        return f"{self.public_url.rstrip('/')}/preview/{token}"

    def download_url(self, token: str) -> str:
        return f"{self.public_url.rstrip('/')}/packages/{token}"

    def campus_url(self, code: str) -> str:
        return f"{self.public_url.rstrip('/')}/campus/{code}"

    @cached_property
    def public_origin(self) -> str:
        """As a browser spells it."""
        parts = urlsplit(self.public_url)
        return f"{parts.scheme}://{host_of(parts)}"

    @cached_property
    def is_secure(self) -> bool:
        return self.public_url.startswith("https:")

    def payment_url(self, token: str) -> str:
        """Where a payer comes back to."""
        return f"{self.public_url.rstrip('/')}/billing/{token}"

    def prices_url(self, token: str | None = None) -> str:
        """The public prices, or those of the account that a token is for."""
        base = f"{self.public_url.rstrip('/')}/prices"
        return base if token is None else f"{base}/{token}"

    def content_origin(self, account_id: UUID) -> str:
        """The exact origin of an account's games, as a browser spells it."""
        parts = urlsplit(self.content_url.replace(LABEL, label(account_id)))
        return f"{parts.scheme}://{host_of(parts)}"

    def content_host(self, account_id: UUID) -> str:
        return host_of(urlsplit(self.content_origin(account_id)))


def label(account_id: UUID) -> str:
    """An account's label in host names; a letter first, as DNS wants (RFC 1035)."""
    return f"a{account_id.hex}"


def host_of(parts: SplitResult) -> str:
    """Host and port as in a Host header: lower case, without a default port."""
    port = parts.port
    is_default = port is None or port == DEFAULT_PORTS[parts.scheme]
    return str(parts.hostname) if is_default else f"{parts.hostname}:{port}"
