"""Keys of records in addresses and forms, where people can write anything."""


def key_of(text):
    """What is no number, or longer than a database's, is the key of nothing: 0."""
    return int(text) if text.isdecimal() and len(text) < 19 else 0
