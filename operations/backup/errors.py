"""What is told to whoever runs the portal: what is wrong, and what to do about it."""


class BackupError(Exception):
    """Something stands in the way; nothing was changed."""


class AlteredError(BackupError):
    """A part of a backup is not what was written, or is not there."""


class ToolError(BackupError):
    """A program of the database has failed. What it says may repeat values of a row."""

    def __init__(self, name: str, told: str, advice: str) -> None:
        super().__init__(f"{name} failed: {told} {advice}".strip())
        self.without_values = f"{name} failed. {advice}".strip()


class BusyError(BackupError):
    """Another one is at work."""


class NoKeyError(BackupError):
    """It opens with a key that is not here, as it should be on the server that makes backups."""
