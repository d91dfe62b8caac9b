"""Files of a game a second over HTTP, beside bytes that the same server has in its memory."""

import hashlib
import socket
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from ledger import clock
from ledger.database import Database
from scorm_bridge import games
from scorm_bridge.tokens import Content, Tokens
from tests.benchmarks.launches import CONNECTIONS, server
from tests.benchmarks.rounds import Contender, measured
from tests.benchmarks.server import PLACES
from tests.scorm_bridge import zips
from tests.worlds import KEYRING, new_world

SCRIPT = "".join(f"play({n}); // the oar, stroke {n * n}\n" for n in range(7_000)).encode()
FILES = {
    "picture.png": hashlib.shake_128(b"picture").digest(2 * 1024),
    "game.js": SCRIPT[: 200 * 1024],
    "film.mp4": hashlib.shake_128(b"film").digest(5 * 1024**2),
}


def content_per_second(database_url: str, *, rounds: int, seconds: float) -> list[str]:
    with hosted(database_url) as prefix, server(database_url) as port:
        return measured(list(contenders(port, prefix)), rounds=rounds, seconds=seconds)


def contenders(port: int, prefix: str) -> Iterator[Contender]:
    """Each file, and beside it a bare answer of as many bytes as are sent of it."""
    for path, body in FILES.items():
        size = sent(port, f"{prefix}/{path}")
        bare = f"bare answer of {size:,} bytes"
        yield Contender(name=bare, measure=rate(port, f"/bare/bytes/{size}"))
        name = f"{path} of {len(body):,} bytes"
        yield Contender(name=name, measure=rate(port, f"{prefix}/{path}"), baseline=bare)


def rate(port: int, path: str) -> Callable[[float], float]:
    """Answers a second that all connections together have."""

    def measure(seconds: float) -> float:
        began = time.perf_counter()
        until = began + seconds
        with ThreadPoolExecutor(CONNECTIONS) as pool:
            done = sum(pool.map(lambda _: fetched(port, path, until), range(CONNECTIONS)))
        return done / (time.perf_counter() - began)

    return measure


def fetched(port: int, path: str, until: float) -> int:
    done = 0
    with socket.create_connection(("127.0.0.1", port)) as connection:
        while time.perf_counter() < until:
            fetch(connection, path)
            done += 1
    return done


def sent(port: int, path: str) -> int:
    """The bytes of the body, as they travel."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        return fetch(connection, path)


def fetch(connection: socket.socket, path: str) -> int:
    """Get a file as a browser does; an HTTP library would be the bottleneck."""
    host = PLACES.public_host if path.startswith("/bare") else "games.example"
    head = f"GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept-Encoding: gzip, deflate, br\r\n\r\n"
    connection.sendall(head.encode())
    answer = connection.recv(262_144)
    while b"\r\n\r\n" not in answer:
        answer += connection.recv(262_144)
    head_bytes, _, body = answer.partition(b"\r\n\r\n")
    if not head_bytes.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(f"not a file: {answer[:400]!r}")
    length = int(head_bytes.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
    got = len(body)
    while got < length:
        got += len(connection.recv(262_144))
    return length


@contextmanager
def hosted(database_url: str) -> Iterator[str]:
    """The path under which the files of a game are served."""
    database = Database(database_url)
    try:
        world = new_world(database)
        with tempfile.TemporaryDirectory() as folder:
            file = zips.write(Path(folder) / "game.zip", {**zips.MEMBERS, **FILES})
            game = database.write(
                lambda session: games.add_game_from_zip(
                    session, actor=world.operator, file=file, title="Many files"
                )
            )
        allowed = Content(
            account_id=world.account_id, client_id=world.acme.id, game_id=game.id, version=1
        )
        yield f"/content/{Tokens(KEYRING).content_prefix(allowed, clock.now())}"
    finally:
        database.close()
