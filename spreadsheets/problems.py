from django.core.exceptions import ValidationError


class CellError(ValidationError):
    """What is wrong with one cell, in words that say what to write instead."""
