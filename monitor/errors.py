"""Every error that leaves a room, drawn as one tree.

    MonitorError                    the message is for the user: what is wrong, where, what to do
    ├── ConfigError                 sources.yaml or the environment (exit code 2)
    ├── StoreError                  the database
    │   ├── NewerSchema             the database was migrated by a newer release
    │   ├── DamagedStore            the database's file is no database, or broken: nothing may be written to it
    │   ├── LeaseLost               another process took over what this one had in work
    │   └── BackupError             a backup that cannot be written, is damaged, or would overwrite something
    ├── FetchError                  an address that could not be had: carries `reason` and whether to retry
    ├── ReplayError                 a saved page that could not be read: carries `reason`
    └── DeliveryError               a message that a channel did not take: carries `passing`

What is expected to go wrong at an edge (a bad page, a dead site, a refused message) is turned into a value
with a named reason by the room that meets it; these classes are how it travels until then. A surprise is not
caught: it is a defect.
"""

from __future__ import annotations


class MonitorError(Exception):
    """Something a user can act on; `str(error)` is one or more plain sentences."""


class ConfigError(MonitorError):
    """The configuration cannot be used; the message names file, line, key and what to do."""


class StoreError(MonitorError):
    """The database cannot be used; the message names it (without its password) and what to do.

    reason: a short named one: locked, disk full, read-only, damaged, away, …; "failed" where none is known.
    """

    def __init__(self, message: str, *, reason: str = "failed") -> None:
        super().__init__(message)
        self.reason = reason


class NewerSchema(StoreError):
    """The database belongs to a newer release of monitor."""


class DamagedStore(StoreError):
    """The database's file is damaged; writing on could lose more."""


class LeaseLost(StoreError):
    """Another process took over what this one had in work; what this one did since is not kept."""


class BackupError(StoreError):
    """A backup cannot be written or restored; the message names the file and what to do."""


class FetchError(MonitorError):
    """An address could not be had.

    reason: one of the named reasons of `monitor.fetch`, shared by log, metric and test.
    retry: whether trying again later can help.
    """

    def __init__(self, message: str, *, reason: str, retry: bool) -> None:
        super().__init__(message)
        self.reason = reason
        self.retry = retry


class ReplayError(MonitorError):
    """A saved page cannot be read; `reason` is short and stable, the message names the file."""

    def __init__(self, message: str, *, reason: str) -> None:
        super().__init__(message)
        self.reason = reason


class DeliveryError(MonitorError):
    """A channel did not take a message.

    reason: a short named reason. passing: True where a later try may succeed (time-out, 429, 4xx of SMTP),
    False where it never will (bad address, revoked key). retry_after: seconds the server asked for, or None.
    """

    def __init__(self, message: str, *, reason: str, passing: bool, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.reason = reason
        self.passing = passing
        self.retry_after = retry_after
