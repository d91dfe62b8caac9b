"""What an operator's dashboard shows of the bridge."""

from prometheus_client import Counter, Gauge, Histogram

LAUNCHES = Counter("obole_launches", "Launches by what came of them", ["outcome"])
REQUESTS = Histogram("obole_request_seconds", "Time to answer a request", ["endpoint", "status"])
LEDGER_FLAWS = Gauge("obole_ledger_flawed_accounts", "Accounts whose last verification failed")
OUTBOX_DEAD = Gauge("obole_outbox_dead", "Deliveries given up; see `obole outbox list`")
OUTBOX_WAITING = Gauge("obole_outbox_waiting", "Deliveries that are due and not sent")
