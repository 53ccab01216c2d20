"""What is told to whoever runs the portal: what is wrong, and what to do about it."""


class BackupError(Exception):
    """Something stands in the way; nothing was changed."""


class AlteredError(BackupError):
    """A part of a backup is not what was written, or is not there."""


class BusyError(BackupError):
    """Another one is at work."""


class NoKeyError(BackupError):
    """It opens with a key that is not here, as it should be on the server that makes backups."""
