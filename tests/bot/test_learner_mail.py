"""A learner's mail as it is read: by axe in both colour schemes, and without its pictures, since it
has none."""

from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Browser

from bot.demo.processes import PROJECT
from bot.language import LEARNER_LANGUAGES, Language
from bot.learner_letters import LearnerLetter
from bot.learner_mail import as_html

AXE = PROJECT / "node_modules" / "axe-core" / "axe.min.js"
# WCAG 2.1 at level AA.
RUN = '() => axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] })'
COLOURS = [(None, None), ("#ffffff", "#ffffff"), ("#7f7f7f", "#767676"), ("#000000", "#ffd400")]


def letter(say: Language, colour: str | None, accent: str | None) -> LearnerLetter:
    client: Any = SimpleNamespace(name="Nord & Fils", colour=colour, accent=accent)
    facts = {"client": client.name, "game": "The Ferryman", "group": "Autumn"}
    return LearnerLetter(
        language=say,
        to="ines@nord.example",
        client=client,
        subject=say("group-ends-subject", day="30", **facts),
        lines=[say("group-ends-text", ends="30", **facts), say("group-ends-kept")],
        button=say("visit-page"),
        link=f"https://obole.example/{'x' * 200}",
        about=say("about", client=client.name),
        reminders_off="https://obole.example/",
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", LEARNER_LANGUAGES.values(), ids=LEARNER_LANGUAGES)
def test_a_mail_is_read_in_whatever_colours_its_client_chose(
    browser: Browser, language: Language, scheme: Any
) -> None:
    context = browser.new_context(viewport={"width": 367, "height": 640}, color_scheme=scheme)
    context.add_init_script(path=AXE)
    page = context.new_page()
    page.goto("about:blank")
    for colour, accent in COLOURS:
        page.set_content(as_html(letter(language, colour, accent)))
        wrong = page.evaluate(RUN)["violations"]
        found = [f"{one['id']}: {[node['html'] for node in one['nodes']]}" for one in wrong]
        assert found == [], (colour, accent)
        assert page.locator("html").get_attribute("lang") == language.locale
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "it is cut off"
    context.close()
