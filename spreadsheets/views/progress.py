"""Shows how far a long task is, while it runs, in a page that arrives piece by piece.

There is no queue and no script: the answer to the form is the page, its lines come as the task goes on, and
the task is one transaction in the thread that answers. Whoever closes the page ends the task, and nothing of
it remains.
"""

from django.http import HttpResponseRedirect, StreamingHttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language, override

from accounts.audit import acting
from accounts.clients import address_of
from spreadsheets.views.pages import page

# Below this it is done before a page of progress could be read.
ROWS_AT_ONCE = 500
MARKER = "<!-- progress -->"


def run_task(request, task, *, rows, title, told, address):
    """`task` is a generator of Progress; `address`, asked when it is over, is where its result is."""
    if rows <= ROWS_AT_ONCE:
        for _progress in task:
            pass
        return HttpResponseRedirect(address())
    shell = page(request, "progress", title=title, told=told, marker=MARKER).render()
    response = StreamingHttpResponse(
        _pieces(request, shell.content.decode(), task, address), content_type=shell.headers["Content-Type"]
    )
    # A proxy that collects the answer before it passes it on would show nothing until the end.
    response.headers["X-Accel-Buffering"] = "no"
    response.headers["Cache-Control"] = "no-store"
    return response


def _pieces(request, shell, task, address):
    """The middleware that knows who is acting, and in which language, has returned by now."""
    before, _marker, after = shell.partition(MARKER)
    language = get_language()
    yield before
    with acting(request.user, address_of(request)):
        shown = -1
        for progress in task:
            percent = progress.done * 100 // max(progress.total, 1)
            if percent > shown:
                shown = percent
                with override(language):
                    yield _line(progress=progress)
        with override(language):
            end = _line(address=address())
    yield end + after


def _line(**context):
    return render_to_string("admin/spreadsheets/_progress_line.html", context)
