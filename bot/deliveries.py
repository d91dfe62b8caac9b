"""The kinds of outbox rows, and how each is put into words at its delivery: a line for a kind."""

from bot import giving_up, learner_letters
from bot.letters import Compose
from bot.slack import alerts as told
from bot.slack import (
    allocation_requests,
    buy,
    digest,
    dropped_files,
    payments,
    receipts,
    refund_notices,
    report,
    results,
)
from ledger import (
    alerts,
    digests,
    proposals,
    purchases,
    refunds,
    registering,
    reminders,
    reports,
    requests,
)
from scorm_bridge import endings
from scorm_bridge.campus import sign_in

COMPOSED: dict[str, Compose] = {
    alerts.OPENED: told.opened,
    alerts.CLOSED: told.closed,
    alerts.BURST: told.burst,
    alerts.BURST_OVER: told.burst_over,
    endings.NEAR: told.near,
    endings.FAR: told.far,
    requests.ASKED: allocation_requests.asked_for,
    requests.DECIDED: allocation_requests.decided,
    requests.PROPOSED: allocation_requests.proposed,
    proposals.PROPOSED: buy.proposal,
    payments.ASKED: payments.letter,
    purchases.ENDED: payments.ended,
    purchases.REFUSED: payments.refused,
    purchases.RECEIPT: receipts.paid,
    refunds.TOLD: refund_notices.told,
    digests.DIGEST: digest.compose,
    reports.REPORT: report.compose,
    results.RESULTS: results.compose,
    dropped_files.DROPPED: dropped_files.compose,
    giving_up.GIVEN_UP: giving_up.compose,
}

TO_LEARNERS: dict[str, learner_letters.Compose] = {
    registering.INVITATION: learner_letters.invitation,
    sign_in.MAIL: learner_letters.sign_in_link,
    reminders.STARTS: learner_letters.group_starts,
    reminders.ENDS: learner_letters.group_ends,
}
"""What goes to learners, who are reached by mail alone."""

IN_BULK = frozenset({registering.INVITATION, reminders.STARTS, reminders.ENDS})
"""What comes by the thousand: a link that somebody waits for goes first, and so does an alert."""
