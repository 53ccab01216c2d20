"""Numbers and keys of records in addresses and forms, where people can write anything."""

from django.http import Http404


def number_in(text, *, figures, default=0):
    """What is no number, or one of more figures than can be meant, is the default."""
    return int(text) if text.isdecimal() and len(text) <= figures else default


def key_of(text):
    """What is no number, or longer than a database's, is the key of nothing: 0."""
    return number_in(text, figures=18)


def gone(request):
    """To be raised where the row of an address is no more. What somebody has typed for it is then kept, and
    shown to them: see `khartoum.kept_forms`."""
    request.row_is_gone = True
    return Http404()
