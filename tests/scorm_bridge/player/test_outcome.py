"""What is pure in the player, tested where it runs: in JavaScript."""

import subprocess
from pathlib import Path

import pytest

from bot.demo.processes import node

CASES = sorted(Path(__file__).parent.glob("*.test.mjs"))


@pytest.mark.parametrize("cases", CASES, ids=lambda path: path.name)
def test_every_case_in_javascript_holds(cases: Path) -> None:
    """Outcomes and durations between the standards, and the roll-up of several SCOs."""
    run = subprocess.run([node(), "--test", cases], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout
