"""Stripe on the loopback interface: npm `emulate`, with its Checkout page and signed webhooks.

What it is and is not (version 0.12.2): a session says neither what was paid nor by which payment
intent; there is no refund and no dispute; idempotency keys are not kept; a webhook is sent once.
"""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.demo.emulators import SCRIPT
from bot.demo.processes import LOOPBACK, free_port, node, running

SECRET_KEY = "sk_test_obole_demo"  # noqa: S105
WEBHOOK_SECRET = "whsec_obole_demo"  # noqa: S105
EVENTS = ("checkout.session.completed", "checkout.session.expired")


@dataclass(frozen=True, kw_only=True)
class StripeEmulator:
    url: str
    secret_key: str = SECRET_KEY
    webhook_secret: str = WEBHOOK_SECRET


@contextmanager
def stripe_emulator(*, webhook_url: str, port: int | None = None) -> Iterator[StripeEmulator]:
    """Run it until the context ends; it tells `webhook_url` of what happens.

    Raises ProgramEnded, with the program's own words, when it does not start.
    """
    port = port or free_port()
    url = f"http://{LOOPBACK}:{port}"
    told = {"url": webhook_url, "events": list(EVENTS), "secret": WEBHOOK_SECRET}
    options = {
        "service": "stripe",
        "port": port,
        "baseUrl": url,
        "seed": {"stripe": {"webhooks": [told]}},
    }
    command = (node(), "--input-type=module", "--eval", SCRIPT)
    environment = {"EMULATOR": json.dumps(options)}
    with (
        tempfile.TemporaryDirectory() as folder,
        running(
            "the Stripe emulator",
            command,
            log=Path(folder, "stripe.log"),
            environment=environment,
        ) as program,
    ):
        program.wait_for_http(port)
        yield StripeEmulator(url=url)
