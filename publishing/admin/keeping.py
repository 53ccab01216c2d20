"""Records that are made on another's page, and stay once they were seen: files of documents, pictures."""

from django.utils import timezone

from publishing.models import Change


class AddedElsewhere:
    """For the admin of such records. Subclasses say in `may_add_there` who adds them."""

    change_list_template = "admin/added_elsewhere_list.html"

    def may_add_there(self, request):
        raise NotImplementedError

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        """What visitors have seen is withdrawn, never deleted."""
        return not (obj and self._was_seen(obj)) and super().has_delete_permission(request, obj)

    def may_recover(self, request):
        return self.may_add_there(request) and self.has_change_permission(request)

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(
            request, {**(extra_context or {}), "may_recover": self.may_recover(request)}
        )

    def _was_seen(self, record):
        told = Change.objects.filter(kind=record.kind, slug=record.slug, at__lte=timezone.now())
        return record.is_public or told.exists()
