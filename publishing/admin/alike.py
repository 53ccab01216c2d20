"""Before a record is saved that is probably there already, its editor is shown the other one."""

from django.contrib.admin.utils import quote
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _

from publishing.admin.replaying import replay_of
from publishing.models import Publishable

MOST_SHOWN = 10


class AsksAboutAlike:
    """A form that is not saved before its editor has seen what is alike, and says that it is another."""

    find_alike = None
    alike_columns = ()
    alike = ()

    def _post_clean(self):
        super()._post_clean()
        is_asked = self.instance.pk is None or set(self.alike_columns) & set(self.changed_data)
        if self.errors or not is_asked:
            return
        found = self.find_alike(self.instance)[:MOST_SHOWN]
        seen = self.data.get("alike_seen", "")
        if found and seen != key_of_alike(found):
            self.alike = found
            self.add_error(
                None,
                ValidationError(
                    _("It is probably there already. Look at what is listed: if it is another, say so."),
                    code="alike",
                ),
            )


class WarnsOfAlike:
    """For the admin of a record. Never blocks: saving is offered all the same.

    `alike_columns` are those whose change asks anew.
    """

    alike_columns = ()

    def find_alike(self, record):
        """Records that are probably the same; none that is certainly another."""
        raise NotImplementedError

    def others_than(self, record):
        rows = self.model._default_manager.all()
        return rows.exclude(pk=record.pk) if record.pk else rows

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        if request.method != "POST" or replay_of(request):
            # A prepared edit was looked at by two people.
            return form
        asks = {"find_alike": staticmethod(self.find_alike), "alike_columns": self.alike_columns}
        return type(form.__name__, (AsksAboutAlike, form), asks)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        found = getattr(context["adminform"].form, "alike", ())
        if found:
            context["alike"] = [self._shown(record) for record in found]
            context["alike_seen"] = key_of_alike(found)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _shown(self, record):
        options = record._meta
        return {
            "record": record,
            "address": reverse(
                f"admin:{options.app_label}_{options.model_name}_change", args=[quote(record.pk)]
            ),
            "date": getattr(record, "date", None),
            "state": Publishable.State(record.state).label,
        }


def key_of_alike(records):
    """Names what was shown, so that what was not is asked about again."""
    return ",".join(str(record.pk) for record in sorted(records, key=lambda record: record.pk))
