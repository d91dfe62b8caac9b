"""What an operator's dashboard shows of the bridge."""

from prometheus_client import Counter, Histogram

LAUNCHES = Counter("obole_launches", "Launches by what came of them", ["outcome"])
REQUESTS = Histogram("obole_request_seconds", "Time to answer a request", ["endpoint", "status"])
