from contextlib import contextmanager

import reversion

from publishing import changes


@contextmanager
def revision_of(request):
    """Everything a request writes is one transaction and one revision of the person's."""
    with changes.together():
        reversion.set_user(request.user)
        yield
