"""The Ferryman: a small game of our own, a SCORM 1.2 SCO, for the demo and the tests.

Three passengers ask a question each, with three answers to choose from; each right one is a third
of the score. It is played by its buttons: `#start`, then three times `[data-answer="..."]` and
`#next`. The right answers are RIGHT_ANSWERS, in order.
"""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

RIGHT_ANSWERS = ("six", "spit", "handful")
# The first moment a zip can hold: the same sources make the same bytes.
_EPOCH = (1980, 1, 1, 0, 0, 0)


def build_demo_game(target: Path) -> Path:
    """Write the game's package to the file `target`, and return it."""
    sources = sorted(files(__name__).joinpath("content").iterdir(), key=_name)
    with ZipFile(target, "w", ZIP_DEFLATED) as package:
        for source in sources:
            package.writestr(ZipInfo(source.name, _EPOCH), source.read_bytes(), ZIP_DEFLATED)
    return target


def _name(source: Traversable) -> str:
    return source.name
