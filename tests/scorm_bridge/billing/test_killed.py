"""R13: a web process that is killed between a webhook and its answer loses and doubles nothing."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from bot.demo.processes import LOOPBACK, Program, free_port, running
from tests.ledger.buying import Buying
from tests.scorm_bridge.billing.till import SECRET, new_till, signature
from tests.worlds import SECRET_KEY, World

OBOLE = Path(sys.executable).with_name("obole")


@contextmanager
def served(
    command: list[str | Path], port: int, database_url: str, folder: Path
) -> Iterator[Program]:
    environment = {
        "DATABASE_URL": database_url,
        "SECRET_KEY": SECRET_KEY,
        "PORT": str(port),
        "PUBLIC_URL": f"http://{LOOPBACK}:{port}",
        "CONTENT_URL": f"http://content.localhost:{port}",
        "STRIPE_SECRET_KEY": "sk_test_1",
        "STRIPE_WEBHOOK_SECRET": SECRET,
        "SELLER_NAME": "Obole SAS",
    }
    log = folder / "web.log"
    with running("the web process", command, log=log, environment=environment) as program:
        program.wait_for_http(port, "/healthz", seconds=120)
        yield program


def post(body: str, port: int) -> int:
    url = f"http://{LOOPBACK}:{port}/billing/stripe"
    headers = {"Stripe-Signature": signature(body)}
    return httpx.post(url, content=body, headers=headers, timeout=20).status_code


@pytest.mark.parametrize(("moment", "arrived"), [("before", 600), ("after", 720)])
def test_r13_told_again_after_a_kill_the_credits_arrive_once(
    world: World, database_url: str, tmp_path: Path, moment: str, arrived: int
) -> None:
    till, port = new_till(Buying(world)), free_port()
    facts = {"object": till.session(till.order())}
    body = json.dumps({"type": "checkout.session.completed", "data": facts})
    mortal = [sys.executable, "-m", "tests.scorm_bridge.billing.mortal", moment, str(port)]
    with served([*mortal], port, database_url, tmp_path) as program:
        with pytest.raises(httpx.HTTPError):
            post(body, port)
        assert program.process.wait(10) == -9
    assert till.buying.pool == arrived
    with served([OBOLE, "serve"], port, database_url, tmp_path):
        assert [post(body, port) for _ in range(2)] == [200, 200]
    assert till.buying.pool == 720
    assert len(till.buying.told("receipt")) == 1
    till.buying.must_be_right()
