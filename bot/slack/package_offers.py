"""What was shown of a package and can be confirmed: it travels in the value of a button."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self
from uuid import UUID

from bot.language import Say
from bot.slack.asking import Asked, Pressed
from ledger import clock
from ledger.ids import new_id

STANDS = timedelta(days=1)
EPOCH, MICROSECOND = datetime.fromtimestamp(0, UTC), timedelta(microseconds=1)
SEPARATOR = "\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    key: str
    slack_user_id: str
    made_at: datetime
    package_id: UUID

    @classmethod
    def of(cls, asked: Asked, package_id: UUID) -> Self:
        return cls(
            key=f"slack {new_id().hex}",
            slack_user_id=asked.slack_user_id,
            made_at=clock.now(),
            package_id=package_id,
        )

    def packed(self) -> str:
        # To the microsecond: who came in the same second was shown, or was not.
        made_at = str((self.made_at - EPOCH) // MICROSECOND)
        return SEPARATOR.join((self.key, self.slack_user_id, made_at, self.package_id.hex))

    @classmethod
    def unpacked(cls, value: str) -> Self:
        key, user, made_at, package_id = value.split(SEPARATOR)
        return cls(
            key=key,
            slack_user_id=user,
            made_at=EPOCH + int(made_at) * MICROSECOND,
            package_id=UUID(package_id),
        )

    def flaw(self, pressed: Pressed, say: Say) -> str | None:
        """Why this person cannot confirm it any more; None where they can."""
        if self.slack_user_id != pressed.slack_user_id:
            return say("package-not-yours")
        if clock.now() - self.made_at > STANDS:
            return say("package-too-old")
        return None
