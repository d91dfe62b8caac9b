"""The small files that were asked for last, whole and in memory: a group of learners that starts
a game asks for each of them once a learner."""

from collections import OrderedDict
from threading import Lock

from scorm_bridge.content import File, Version

MOST_BYTES = 64 * 1024**2

Name = tuple[Version, str]


class Shelf:
    """Holds files with their bodies, `most` bytes of bodies in all; for the threads of a process.

    A version's files never change, so nothing here is ever out of date.
    """

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._most = most
        self._bytes = 0
        self._files: OrderedDict[Name, tuple[File, bytes]] = OrderedDict()
        self._lock = Lock()

    def get(self, version: Version, path: str) -> tuple[File, bytes] | None:
        with self._lock:
            found = self._files.get((version, path))
            if found is not None:
                self._files.move_to_end((version, path))
            return found

    def put(self, file: File, body: bytes) -> None:
        """Take the file in, and let go of those that nobody asked for longest."""
        name = (file.version, file.path)
        with self._lock:
            if name in self._files or len(body) > self._most:
                return
            self._files[name] = (file, body)
            self._bytes += len(body)
            while self._bytes > self._most:
                _, (_, gone) = self._files.popitem(last=False)
                self._bytes -= len(gone)
