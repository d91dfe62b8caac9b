"""What is said in each standard: by a game to its run-time, and by a package to an LMS."""

import re
from dataclasses import dataclass
from typing import Any

from scorm_bridge.models import PackageStandard, Standard

Sets = dict[str, str]
Facts = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Play:
    """What a game of a standard does: `begin` in its first session, `end` in its second."""

    api: str
    initialize: str
    get: str
    set: str
    finish: str
    begin: Sets
    end: Sets
    resumed: Sets


SCORM_12 = Play(
    api="API",
    initialize="LMSInitialize",
    get="LMSGetValue",
    set="LMSSetValue",
    finish="LMSFinish",
    begin={
        "cmi.core.lesson_status": "incomplete",
        "cmi.core.lesson_location": "page 2",
        "cmi.core.exit": "suspend",
        "cmi.core.session_time": "00:01:30",
        "cmi.suspend_data": "x" * 4096,
    },
    resumed={
        "cmi.core.entry": "resume",
        "cmi.core.lesson_location": "page 2",
        "cmi.core.total_time": "00:01:30",
        "cmi.suspend_data": "x" * 4096,
    },
    end={
        "cmi.core.score.min": "0",
        "cmi.core.score.max": "40",
        "cmi.core.score.raw": "33.4",
        "cmi.core.lesson_status": "passed",
        "cmi.core.lesson_location": "the end",
        "cmi.core.session_time": "00:02:00.50",
    },
)
SCORM_2004 = Play(
    api="API_1484_11",
    initialize="Initialize",
    get="GetValue",
    set="SetValue",
    finish="Terminate",
    begin={
        "cmi.completion_status": "incomplete",
        "cmi.progress_measure": "0.5",
        "cmi.location": "page 2",
        "cmi.exit": "suspend",
        "cmi.session_time": "PT1M30S",
        "cmi.suspend_data": "x" * 64_000,
    },
    resumed={
        "cmi.entry": "resume",
        "cmi.location": "page 2",
        "cmi.total_time": "PT90S",
        "cmi.suspend_data": "x" * 64_000,
    },
    end={
        "cmi.score.scaled": "0.835",
        "cmi.completion_status": "completed",
        "cmi.success_status": "passed",
        "cmi.location": "the end",
        "cmi.session_time": "PT2M0.5S",
    },
)
PLAYS = {Standard.SCORM_12: SCORM_12, Standard.SCORM_2004: SCORM_2004}


@dataclass(frozen=True, kw_only=True)
class Tongue:
    """How an LMS of a standard is spoken to."""

    api: str
    initialize: str
    set: str
    commit: str
    finish: str
    session_time: str
    time: re.Pattern[str]
    passed: Sets


TONGUE_2004 = Tongue(
    api="API_1484_11",
    initialize="Initialize",
    set="SetValue",
    commit="Commit",
    finish="Terminate",
    session_time="cmi.session_time",
    time=re.compile(r"PT\d+(\.\d{1,2})?S"),
    passed={
        "cmi.completion_status": "completed",
        "cmi.success_status": "passed",
        "cmi.score.raw": "83.5",
        "cmi.score.min": "0",
        "cmi.score.max": "100",
        "cmi.score.scaled": "0.835",
    },
)
TONGUES = {
    PackageStandard.SCORM_12: Tongue(
        api="API",
        initialize="LMSInitialize",
        set="LMSSetValue",
        commit="LMSCommit",
        finish="LMSFinish",
        session_time="cmi.core.session_time",
        time=re.compile(r"\d{4}:\d{2}:\d{2}\.\d{2}"),
        passed={
            "cmi.core.lesson_status": "passed",
            "cmi.core.score.raw": "83.5",
            "cmi.core.score.min": "0",  # the LMS itself starts with a max of 100
        },
    ),
    PackageStandard.SCORM_2004_3RD: TONGUE_2004,
    PackageStandard.SCORM_2004_4TH: TONGUE_2004,
}
