"""The web edge, a blueprint a topic: it begins and ends transactions, and words refusals."""
