"""What Slack accepts as an app's manifest, as far as ours goes.

After the schema that Slack publishes (slackapi/manifest-schema, 1.0.0), which forbids what it does
not name; of what we do not use nothing is here, and so it is refused.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

WEB = r"https?://"


@dataclass(frozen=True)
class Text:
    least: int = 0
    most: int = 3500
    pattern: str = ""


@dataclass(frozen=True)
class Several:
    """A list without repetitions."""

    of: "Shape"
    most: int
    least: int = 0


@dataclass(frozen=True)
class Fields:
    """An object that has no others; `needed` must be there."""

    named: Mapping[str, "Shape"]
    needed: tuple[str, ...] = ()


Shape = Text | Several | Fields | type

COMMAND = Fields(
    {
        "command": Text(2, 32, "/"),
        "url": Text(0, 3000, WEB),
        "description": Text(1, 2000),
        "usage_hint": Text(1, 1000),
        "should_escape": bool,
    },
    ("command", "description"),
)
FEATURES = Fields(
    {
        "app_home": Fields(
            {
                "home_tab_enabled": bool,
                "messages_tab_enabled": bool,
                "messages_tab_read_only_enabled": bool,
            }
        ),
        "bot_user": Fields({"display_name": Text(1, 80), "always_online": bool}, ("display_name",)),
        "slash_commands": Several(COMMAND, 50, 1),
    }
)
SETTINGS = Fields(
    {
        "event_subscriptions": Fields(
            {"request_url": Text(0, 3500, WEB), "bot_events": Several(Text(0, 50), 100)}
        ),
        "interactivity": Fields(
            {
                "is_enabled": bool,
                "request_url": Text(0, 3500, WEB),
                "message_menu_options_url": Text(0, 3500, WEB),
            },
            ("is_enabled",),
        ),
        "org_deploy_enabled": bool,
        "socket_mode_enabled": bool,
        "token_rotation_enabled": bool,
    }
)
MANIFEST = Fields(
    {
        "_metadata": Fields({"major_version": int, "minor_version": int}),
        "display_information": Fields(
            {
                "name": Text(1, 35),
                "description": Text(1, 140),
                "background_color": Text(4, 7, r"#([0-9a-fA-F]{3}){1,2}$"),
                "long_description": Text(175, 4000),
            },
            ("name",),
        ),
        "features": FEATURES,
        "oauth_config": Fields(
            {
                "redirect_urls": Several(Text(0, 2500), 1000),
                "scopes": Fields({"bot": Several(Text(0, 50), 255)}),
            }
        ),
        "settings": SETTINGS,
    },
    ("display_information",),
)


def flaws(value: Any, shape: Shape = MANIFEST, at: str = "manifest") -> Iterator[str]:
    """Everything in it that Slack would refuse, each with its place."""
    match shape:
        case Fields():
            yield from in_fields(value, shape, at)
        case Several():
            if not shape.least <= len(value) <= shape.most or len(set(map(str, value))) < len(
                value
            ):
                yield f"{at} has too many, too few or the same twice"
            for number, one in enumerate(value):
                yield from flaws(one, shape.of, f"{at}[{number}]")
        case Text():
            yield from in_text(value, shape, at)
        case _:
            if type(value) is not shape:
                yield f"{at} is no {shape.__name__}"


def in_fields(value: dict[str, Any], shape: Fields, at: str) -> Iterator[str]:
    yield from (f"{at} lacks {name}" for name in shape.needed if name not in value)
    for name, part in value.items():
        if name in shape.named:
            yield from flaws(part, shape.named[name], f"{at}.{name}")
        else:
            yield f"{at}.{name} is unknown"


def in_text(value: Any, shape: Text, at: str) -> Iterator[str]:
    if not isinstance(value, str) or not shape.least <= len(value) <= shape.most:
        yield f"{at} is no text of {shape.least} to {shape.most} characters"
    elif not re.match(shape.pattern, value):
        yield f"{at} does not look like {shape.pattern}"
