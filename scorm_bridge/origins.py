"""Origins of LMSs, as a browser names them when a package's page posts its launch."""

import re
from urllib.parse import urlsplit

ORIGIN = re.compile(r"https?://(\[[0-9a-f:.]+\]|[a-z0-9._-]{1,240})(:\d{1,5})?")
"""As a browser serialises it (RFC 6454, 6.2): lower case, its international names in ASCII."""

DEFAULT_PORTS = {"http": ":80", "https": ":443"}


def sent(header: str | None) -> str | None:
    """The origin of the page that posted; None for `null`, which names nobody."""
    return header if header and ORIGIN.fullmatch(header) else None


def typed(text: str) -> str | None:
    """The origin of an address that a person typed or copied; None when it has none."""
    try:
        parts = urlsplit(text.strip().lower())
        host = parts.netloc.removesuffix(DEFAULT_PORTS.get(parts.scheme, ""))
        return sent(f"{parts.scheme}://{host.encode('idna').decode()}")
    except ValueError:
        return None
