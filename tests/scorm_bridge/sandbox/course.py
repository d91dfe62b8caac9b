"""A course in the sandbox LMS, spoken to without any package."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import httpx
from playwright.sync_api import Page

from scorm_bridge.sandbox.quirks import Quirk


@dataclass
class Lms:
    """One course of one empty page, and a page of the browser before it."""

    url: str
    course: str
    page: Page

    def launch(self, quirks: Iterable[Quirk] = (), **query: str) -> None:
        given = {"learner": "a@b.example", "quirk": list(quirks), **query}
        address = httpx.URL(f"{self.url}/courses/{self.course}/launch", params=given)
        self.page.goto(str(address))

    def call(self, function: str, *args: str) -> tuple[object, object]:
        """Call the API; gives the result and the last error."""
        script = f"args => [API.{function}(...args), API.LMSGetLastError()]"
        result, error = self.page.evaluate(script, list(args))
        return result, error

    def session(self, **values: str) -> None:
        """Initialize, set what is given in `cmi.core` and end, all without an error."""
        self.call("LMSInitialize", "")
        for name, value in values.items():
            element = name.replace("score_", "score.")
            assert self.call("LMSSetValue", f"cmi.core.{element}", value) == ("true", "0")
        assert self.call("LMSFinish", "") == ("true", "0")

    def record(self) -> dict[str, Any]:
        answer = httpx.get(f"{self.url}/courses/{self.course}/learners/a@b.example.json")
        facts: dict[str, Any] = answer.json()
        return facts

    def eventually(self, holds: Callable[[dict[str, Any]], bool]) -> None:
        """Wait until the record is as `holds` says."""
        deadline = time.monotonic() + 10
        while not holds(facts := self.record()):
            assert time.monotonic() < deadline, facts
            self.page.wait_for_timeout(30)


def speak_2004(lms: Lms, *calls: list[str]) -> list[object]:
    """Make calls of the 2004 API; gives each one's result and error."""
    script = """calls => calls.map(([name, ...args]) =>
        [API_1484_11[name](...args), API_1484_11.GetLastError()])"""
    answers: list[object] = lms.page.evaluate(script, list(calls))
    return answers
