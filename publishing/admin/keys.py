"""Numbers and keys of records in addresses and forms, where people can write anything."""


def number_in(text, *, figures, default=0):
    """What is no number, or one of more figures than can be meant, is the default."""
    return int(text) if text.isdecimal() and len(text) <= figures else default


def key_of(text):
    """What is no number, or longer than a database's, is the key of nothing: 0."""
    return number_in(text, figures=18)
