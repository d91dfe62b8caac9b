"""`/credits history`: the movements of a wallet, paged in place, and all of them as a file."""

from urllib.request import Request, urlopen

import pytest

from bot.slack.driver import Answer
from tests.bot.stage import ANA, VERA, Stage


def asked(stage: Stage, typed: str = "", *, user: str = ANA) -> Answer:
    return stage.driver.command(f"/credits history {typed}".strip(), user=user)


def test_it_names_each_movement_with_the_balance_after_it(stage: Stage) -> None:
    stage.world.allocate(120, reference="PO 7", comment="autumn")
    head, first, second, sums, ways = asked(stage, user=VERA).text.splitlines()
    assert head == "The movements of the pool, the newest first:"
    assert first.endswith(
        ": allocation, 120 out, then 480 credits, 80 plays, by Ana, "
        "reference “PO 7”, comment “autumn”"
    )
    assert ": purchase, 600 in, then 600 credits, 100 plays" in second
    assert sums == "2 movements in all: 600 in, 120 out, 480 credits, 80 plays at the end."
    assert ways == "[Send me the file]"
    of_client = asked(stage, "acme")
    assert of_client.text.startswith("The movements of Acme Learning (acme), the newest first:\n")
    assert ": allocation, 120 in, then 120 credits, 20 plays, by Ana" in of_client.text


def test_pages_turn_in_place(stage: Stage) -> None:
    for _ in range(25):
        stage.world.allocate(6)
    newest = asked(stage, "acme")
    assert newest.text.count("•") == 20
    oldest = stage.driver.press(newest, "Older")
    assert oldest.later[0]["replace_original"] is True
    assert oldest.text.count("•") == 5
    assert "25 movements in all" in oldest.text
    assert "[Older]" not in oldest.text
    assert stage.driver.press(oldest, "Newer").text == newest.text


def test_days_and_months_bound_it(stage: Stage) -> None:
    stage.world.allocate(6)
    assert "There are none in this time." in asked(stage, "acme 2019-01-01 31/12/2019").text
    assert "1 movement in all" in asked(stage, "acme 2019-01-01").text
    assert "There are none in this time." in asked(stage, '"march 2019"').text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("acme 32/13/2026", "“32/13/2026” is no day."),
        ("acme 2026-01-01 2026-01-02 2026-01-03", "“2026-01-03” is no day."),
        ("nope", "No client is called “nope”."),
        ("2026-02-01 2026-01-01", "The statement would start on 2026-02-01, after it ends"),
    ],
)
def test_what_cannot_be_read_is_said(stage: Stage, typed: str, said: str) -> None:
    assert asked(stage, typed).text.startswith(said)


def test_the_file_comes_as_a_direct_message_and_no_cell_of_it_is_a_formula(
    workspace: Stage,
) -> None:
    workspace.world.allocate(120, reference="=1+1", comment="@cmd")
    shown = asked(workspace, "acme", user=workspace.ana)
    sent = workspace.driver.press(shown, "Send me the file")
    assert sent.text == "The file acme.csv is in your direct messages with Obole."
    assert workspace.slack is not None
    [done] = [
        call
        for call in workspace.slack.recorder.calls
        if call["method"] == "files.completeUploadExternal"
    ][-1:]
    assert done["answer"]["ok"]
    assert done["arguments"]["channel_id"].startswith("D")
    file = done["answer"]["files"][0]
    assert file["name"] == "acme.csv"
    url = file.get("url_private_download") or file["url_private"]
    request = Request(url, headers={"Authorization": f"Bearer {workspace.slack.bot_token}"})
    with urlopen(request) as response:
        header, line = response.read().decode("utf-8-sig").splitlines()
    assert header == ("Number,Day,Time,Movement,Credits,Balance,By,Reference,Comment,Learner")
    assert line.endswith(",allocation,120,120,Ana,'=1+1,'@cmd,")
