"""E-mail addresses, by which the learners of a Campus are known."""

import re
from functools import lru_cache

from email_validator import EmailNotValidError, validate_email

from ledger.errors import BadAddress

ADDRESS_MOST = 254
"""Characters: RFC 5321 4.5.3.1.3 bounds a path by 256 octets, with its brackets."""
LOCAL_MOST = 64
"""RFC 5321 4.5.3.1.1."""
PLAIN_LOCAL = re.compile(r"[a-z0-9_'+-]+(\.[a-z0-9_'+-]+)*", re.ASCII | re.IGNORECASE)


def address(given: str) -> str:
    """`given` as an address is kept: trimmed, in NFC, its domain in lower case.

    Raises BadAddress where it is none, or one that no mail from elsewhere can reach.
    """
    given = given.strip()
    local, _, domain = given.rpartition("@")
    try:
        # A company's learners share few domains: each is looked at once, which is the long part.
        if PLAIN_LOCAL.fullmatch(local) and len(local) <= LOCAL_MOST:
            whole = f"{local}@{known_domain(domain)}"
            if len(whole) <= ADDRESS_MOST:
                return whole
        return validate_email(given, check_deliverability=False).normalized
    except EmailNotValidError:
        raise BadAddress(given=given[:ADDRESS_MOST]) from None


@lru_cache(maxsize=1024)
def known_domain(domain: str) -> str:
    """Raises EmailNotValidError."""
    return validate_email(f"x@{domain}", check_deliverability=False).domain
