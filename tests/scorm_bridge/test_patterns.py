"""Patterns of learner ids."""

import pytest

from scorm_bridge import patterns


@pytest.mark.parametrize(
    ("pattern", "text", "is_match"),
    [
        ("*", "", True),
        ("a*c", "abbc", True),
        ("a*c", "abcd", False),
        ("?", "水", True),
        ("?", "", False),
        ("a?c*", "abc", True),
        ("[ab].+", "[ab].+", True),
        ("[ab]", "a", False),
        ("*a*b*", "xxaxxbxx", True),
        ("**b", "aab", True),
    ],
)
def test_a_pattern_knows_two_signs_alone(pattern: str, text: str, is_match: bool) -> None:
    assert patterns.matches(pattern, text) is is_match


@pytest.mark.timeout(2)
def test_a_pattern_made_to_be_slow_is_not() -> None:
    assert not patterns.matches("*a" * 127 + "b", "a" * 255)
