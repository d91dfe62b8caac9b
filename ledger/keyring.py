"""The values of SECRET_KEY, and what is encrypted at rest under them."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class KeyRing:
    """Several values of SECRET_KEY, the newest first: it encrypts, all of them decrypt."""

    def __init__(self, secrets: list[str]) -> None:
        if not secrets:
            raise ValueError("a key ring needs a secret")
        self.secrets = secrets
        self._fernet = MultiFernet([Fernet(derived(secret)) for secret in secrets])

    def encrypt(self, plain: bytes) -> bytes:
        return self._fernet.encrypt(plain)

    def decrypt(self, cipher: bytes) -> bytes:
        """Raises LookupError when none of the secrets encrypted it."""
        try:
            return self._fernet.decrypt(cipher)
        except InvalidToken:
            raise LookupError("none of the values of SECRET_KEY decrypts this") from None


def derived(secret: str) -> bytes:
    """A key in the form Fernet takes, from a secret of any length."""
    digest = hashlib.sha256(f"obole at rest\0{secret}".encode()).digest()
    return base64.urlsafe_b64encode(digest)
