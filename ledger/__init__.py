"""The shared core: accounts, clients, catalogue, registrations and the journal of credits."""
