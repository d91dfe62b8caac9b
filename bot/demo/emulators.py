"""Slack's Web API on the loopback interface: npm `emulate`, stateful, with an inspector page.

What it is and is not (version 0.12.2):

- Methods answer to POST at `/api/<method>`, form or JSON, so `WebClient(base_url=url + "/api/")`
  works unchanged; the inspector is `/`, its tabs `/?tab=messages&channel=…`.
- Any bearer token it does not know counts as the workspace's administrator; an unknown token is
  not refused. Scopes are not checked.
- The team's id is always T000000001; ids of users are drawn at each start and read by name.
- `chat.postMessage` to a user id opens the direct message by itself. `conversations.open` reads
  `users` as one string, in a JSON or a form body.
- `/oauth/v2/authorize` asks which person it is, once `redirect_uri` is known to it; its
  `oauth.v2.access` gives tokens that are not rotated, and takes no refresh token.
- It sends no slash command and no interaction, has no `response_url` and no Socket Mode, and
  gives no view back that was opened or published: a recorder stands before it (`recorder`).
- `views.open` and `views.push` want a trigger of `views.generateTriggerId`, good for 3 seconds in
  whole seconds, and for once. A `response_action` is unknown to it; the driver does what it says.
"""

import json
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.demo.processes import LOOPBACK, free_port, node, running
from bot.demo.recorder import Recorder, recording
from bot.slack.driver import WebApi

TEAM_ID = "T000000001"
APP_ID = "A0000OBOLE"
BOT_ID = "B0000OBOLE"
BOT_USER_ID = "U0000OBOLE"
BOT_TOKEN = "xoxb-obole-demo"  # noqa: S105
SIGNING_SECRET = "obole-demo-signing-secret"  # noqa: S105
CLIENT_ID, CLIENT_SECRET = "obole-demo", "obole-demo"
PAGE = 1_000
PEOPLE = {"ana": "Ana Pérez", "marc": "Marc Lefèvre", "vera": "Vera Novak"}

# It ends with its standard input, which closes when the process that started it is gone.
SCRIPT = """
import { createEmulator } from "emulate";
await createEmulator(JSON.parse(process.env.EMULATOR));
process.stdin.on("close", () => process.exit()).resume();
"""


@dataclass(frozen=True, kw_only=True)
class SlackEmulator:
    """A running workspace: where it is, whose token speaks for the bot, who is in it."""

    url: str
    bot_token: str
    signing_secret: str
    team_id: str
    bot_user_id: str
    users: dict[str, str]  # by first name in lower case: ana, marc, vera
    client: WebClient
    recorder: Recorder

    @property
    def api_url(self) -> str:
        """The base of the Web API, as slack_sdk wants it: with a slash at its end. What the
        application calls there is recorded."""
        return f"{self.recorder.url}/api/"

    @property
    def web_api(self) -> WebApi:
        """For the driver."""
        return WebApi(self.api_url, self.bot_token)

    @property
    def inspector_url(self) -> str:
        """The page that shows every conversation, for a person's eyes."""
        return f"{self.url}/?tab=messages"

    def messages(self, conversation: str) -> list[dict[str, Any]]:
        """Return the messages of a channel, or of the bot's direct message with a user, in order.

        `conversation` is the id of a channel or of a user; nothing is opened by looking.
        """
        channel = self._direct_message(conversation) if conversation[0] == "U" else conversation
        if channel is None:
            return []
        pages = self.client.conversations_history(channel=channel, limit=PAGE)
        return [message for page in pages for message in page["messages"]][::-1]

    def _direct_message(self, user: str) -> str | None:
        try:
            answer = self.client.conversations_open(users=user, prevent_creation=True)
        except SlackApiError as error:
            if error.response["error"] == "channel_not_found":
                return None
            raise
        channel: str = answer["channel"]["id"]
        return channel


@contextmanager
def slack_emulator(
    port: int | None = None,
    *,
    team: str = "Atelier",
    people: Mapping[str, str] = PEOPLE,
    redirect_uri: str | None = None,
) -> Iterator[SlackEmulator]:
    """Run a workspace with a bot and its people, until the context ends: Ana, Marc and Vera, else
    `people`, full names by short ones. An install ends at `redirect_uri`; without it there is none.

    Raises ProgramEnded, with the program's own words, when it does not start.
    """
    port = port or free_port()
    url = f"http://{LOOPBACK}:{port}"
    seed = {"slack": _seed(team, people, redirect_uri)}
    options = {"service": "slack", "port": port, "baseUrl": url, "seed": seed}
    command = (node(), "--input-type=module", "--eval", SCRIPT)
    environment = {"EMULATOR": json.dumps(options)}
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder, "slack.log")
        with (
            running("the Slack emulator", command, log=log, environment=environment) as program,
            recording(url) as recorder,
        ):
            program.wait_for_http(port)
            yield _connect(url, people, recorder)


def _connect(url: str, people: Mapping[str, str], recorder: Recorder) -> SlackEmulator:
    client = WebClient(token=BOT_TOKEN, base_url=f"{url}/api/")
    members: list[dict[str, Any]] = client.users_list()["members"]
    return SlackEmulator(
        url=url,
        bot_token=BOT_TOKEN,
        signing_secret=SIGNING_SECRET,
        team_id=TEAM_ID,
        bot_user_id=BOT_USER_ID,
        users={member["name"]: member["id"] for member in members if member["name"] in people},
        client=client,
        recorder=recorder,
    )


def _seed(team: str, people: Mapping[str, str], redirect_uri: str | None) -> dict[str, Any]:
    return {
        "team": {"name": team, "domain": team.lower()},
        "users": [{"name": name, "real_name": real_name} for name, real_name in people.items()],
        "oauth_apps": [
            {
                "app_id": APP_ID,
                "client_id": CLIENT_ID,
                "client_secret": CLIENT_SECRET,
                "name": "Obole",
                "redirect_uris": [redirect_uri] if redirect_uri else [],
                "bot_id": BOT_ID,
                "bot_user_id": BOT_USER_ID,
                "bot_name": "obole",
            }
        ],
        "tokens": [
            {
                "token": BOT_TOKEN,
                "type": "bot",
                "user_id": BOT_USER_ID,
                "app_id": APP_ID,
                "bot_id": BOT_ID,
                "bot_user_id": BOT_USER_ID,
            }
        ],
        "signing_secret": SIGNING_SECRET,
    }
