"""What reaches the listeners: what Slack signed, lately, for this host, and nothing else."""

import time

import pytest
import structlog

from tests.bot.stage import Stage, form_of, signed

SIX_MINUTES = 360


def test_a_signed_command_is_answered_in_its_acknowledgement(stage: Stage) -> None:
    response = stage.typed("status acme")
    assert response.status_code == 200
    assert "0 allocated, 0 consumed, 0 available, 0 plays" in response.json["text"]  # type: ignore[index]


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param(lambda body: signed(body, secret="another secret"), id="wrong signature"),
        pytest.param(lambda body: signed(body + "&more=1"), id="another body"),
        pytest.param(lambda body: signed(body, at=time.time() - SIX_MINUTES), id="old"),
        pytest.param(lambda body: signed(body, at=time.time() + SIX_MINUTES), id="of the future"),
        pytest.param(
            lambda body: {**signed(body), "X-Slack-Request-Timestamp": "soon"}, id="no number"
        ),
        pytest.param(lambda body: {**signed(body), "X-Slack-Signature": ""}, id="no signature"),
        pytest.param(lambda body: {}, id="no headers"),
    ],
)
def test_what_slack_did_not_sign_is_refused_and_its_body_never_logged(
    stage: Stage, headers: object, capfd: pytest.CaptureFixture[str]
) -> None:
    body = form_of("allocate acme 120 very-private-words")
    with structlog.testing.capture_logs() as logged:
        response = stage.post(body, headers(body))  # type: ignore[operator]
    assert response.status_code == 401
    assert response.text == "The request is not signed by Slack, or more than five minutes ago.\n"
    assert "very-private-words" not in f"{logged}{capfd.readouterr()}"


def test_a_body_that_is_no_form_is_refused_before_it_is_parsed(stage: Stage) -> None:
    assert stage.post("{no form", signed("{no form", secret="another")).status_code == 401


def test_a_content_host_knows_no_slack(stage: Stage) -> None:
    body = form_of("help")
    host = stage.host.replace("127.0.0.1", "a0.localhost")
    assert stage.post(body, signed(body), host=host).status_code == 404


def test_slacks_check_of_the_address_is_answered(stage: Stage) -> None:
    body = '{"type": "url_verification", "challenge": "a challenge"}'
    response = stage.client.post(
        "/slack/events",
        data=body,
        headers=signed(body),
        content_type="application/json",
        base_url=f"http://{stage.host}",
    )
    assert (response.status_code, response.json) == (200, {"challenge": "a challenge"})


def test_what_nothing_listens_to_is_not_found(stage: Stage) -> None:
    body = form_of("help").replace("credits", "debits")
    assert stage.post(body, signed(body)).status_code == 404
