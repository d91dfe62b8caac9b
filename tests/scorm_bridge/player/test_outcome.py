"""The mapping of outcomes and durations, tested where it runs: in JavaScript."""

import subprocess
from pathlib import Path

from bot.demo.processes import node


def test_outcomes_and_durations_map_between_the_standards() -> None:
    """Every case of outcome.test.mjs holds."""
    cases = Path(__file__).with_name("outcome.test.mjs")
    run = subprocess.run([node(), "--test", cases], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout
