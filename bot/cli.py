"""The command line, `obole`.

Each command is in a module of `bot.commands`, imported when it is used: the list of commands,
and its help, appear at once.
"""

import sys
from importlib import import_module
from typing import NoReturn

import click

COMMANDS = {
    "account": ("account", "Open accounts, add their members."),
    "client": ("client", "Add, change and list clients."),
    "game": ("game", "Add games from zips, say who sees them, set their prices."),
    "group": ("group", "Make groups, register learners in them, see how they do."),
    "credits": ("pool", "What credits cost, orders and their payments, receipts, allocations."),
    "statement": ("statement", "The transfers of a wallet, with the balance after each."),
    "learner": ("learner", "Move a client's learners to new ids, erase a learner."),
    "ledger": ("ledger", "Verify the ledger, seal it, export what an account owns."),
    "status": ("status", "Show how the credits stand."),
    "package": ("package", "Build packages for clients' LMSs, say whom they let in."),
    "outbox": ("outbox", "See which deliveries wait or are dead, put dead ones back."),
    "db": ("database", "Create or upgrade the database, or check it."),
    "serve": ("processes", "Run the web process."),
    "worker": ("processes", "Run the worker: alerts and other deliveries."),
    "socket": ("processes", "Answer Slack by Socket Mode."),
    "slack": ("slack", "Connect a workspace and its people, type a slash command."),
    "sandbox": ("processes", "Run a sandbox LMS to try packages in."),
    "demo": ("processes", "Play the main job through, with everything it needs."),
}


class Lazy(click.Group):
    """A group that imports a command's module only to run it or to show its help."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"bot.commands.{COMMANDS[cmd_name][0]}")
        command = getattr(module, cmd_name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="obole", message="%(version)s")
def obole() -> None:
    """Credits for games that learners launch in their own LMS."""


def main() -> NoReturn:
    """Exit with 0; with 1 after a refusal, one sentence on standard error; with 2 for bad usage."""
    try:
        obole()
    except Exception as error:  # noqa: BLE001 - the outermost edge: a sentence, never a traceback
        from bot.commands.failures import worded

        click.echo(worded(error), err=True)
        sys.exit(1)
    sys.exit(0)


if __name__ == "__main__":
    main()
