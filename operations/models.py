from operations.backup.models import Run

__all__ = ["Run"]
