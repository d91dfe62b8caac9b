"""Progress is told beside the work, as whole percents, and the work goes on whatever Slack says."""

import threading

from slack_sdk.errors import SlackClientError

from bot.slack.progress_message import told


def test_percents_are_told_while_the_work_goes_on_and_none_after_it() -> None:
    shown: list[int] = []
    seen = threading.Event()

    def show(share: int) -> None:
        shown.append(share)
        seen.set()

    with told(show, every=0.001) as progress:
        progress(0, 0)
        progress(1, 3)
        assert seen.wait(5)
    count = len(shown)
    progress(3, 3)
    assert shown[0] == 33
    assert len(shown) == count


def test_what_slack_refuses_is_no_failure_of_the_work() -> None:
    tried = threading.Event()

    def show(share: int) -> None:
        tried.set()
        raise SlackClientError(f"{share} refused")

    with told(show, every=0.001) as progress:
        progress(1, 2)
        assert tried.wait(5)
