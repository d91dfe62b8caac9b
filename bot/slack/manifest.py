"""The app's manifest: what a Slack app is made from, and what each install asks for."""

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def manifest() -> dict[str, Any]:
    text = (files("manifests") / "slack" / "manifest.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def scopes() -> list[str]:
    """Those of the bot: nothing is asked of people themselves."""
    found: list[str] = manifest()["oauth_config"]["scopes"]["bot"]
    return found
