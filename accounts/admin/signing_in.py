"""Pages of an account about how its owner signs in: invited, invited again, a lost second factor."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from accounts import invitations, second_factor
from accounts.admin.invitation_form import InvitationForm, LanguageForm
from accounts.models import User
from accounts.rights import NONE, note_change


class SigningIn:
    """For the admin of accounts. Nobody enters a password for a colleague: the colleague is invited."""

    def get_urls(self):
        def page(route, view, name):
            return path(route, self.admin_site.admin_view(view), name=f"accounts_user_{name}")

        return [
            page("invite/", self.invite_view, "invite"),
            page("<int:object_id>/invite-again/", self.invite_again_view, "invite_again"),
            page("<int:object_id>/reset-second-factor/", self.reset_view, "reset_second_factor"),
            *super().get_urls(),
        ]

    def add_view(self, request, form_url="", extra_context=None):
        return redirect("admin:accounts_user_invite")

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        person = self.get_object(request, object_id) if object_id else None
        if person is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        context = {
            "is_awaited": invitations.is_awaited(person),
            "has_second_factor": second_factor.has_one(person),
        }
        return super().changeform_view(request, object_id, form_url, {**context, **(extra_context or {})})

    def invite_view(self, request):
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = InvitationForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            with transaction.atomic():
                person = invitations.invite(**form.person())
                note_change(person, NONE)
                self.log_addition(request, person, [{"added": {}}])
                link = invitations.new_link(person)
            return self._invited(request, person, link, form.cleaned_data["language"])
        return self._page(request, "invite", _("Invite a colleague"), form=form)

    def invite_again_view(self, request, object_id):
        person = self._colleague(request, object_id)
        if not invitations.is_awaited(person):
            raise Http404
        form = LanguageForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            link = invitations.new_link(person)
            return self._invited(request, person, link, form.cleaned_data["language"])
        return self._page(request, "invite_again", _("Send a new invitation"), form=form, person=person)

    def _invited(self, request, person, link, language):
        """The link is on this page and in the message, and nowhere else."""
        is_sent = invitations.send(person, link, language)
        return self._page(request, "invited", _("The invitation"), person=person, link=link, is_sent=is_sent)

    def reset_view(self, request, object_id):
        person = self._colleague(request, object_id)
        if person == request.user:
            # Whoever sits at their computer would else be spared the question for it.
            return redirect("mfa_index")
        if not second_factor.has_one(person):
            raise Http404
        if request.method == "POST":
            second_factor.reset(person)
            name = person.get_full_name() or person.username
            messages.success(
                request,
                _("%(name)s is signed out everywhere, and signs in with the password alone to add another.")
                % {"name": name},
            )
            return redirect(reverse("admin:accounts_user_change", args=[person.pk]))
        return self._page(request, "reset_second_factor", _("Reset the second factor"), person=person)

    def _colleague(self, request, object_id):
        person = get_object_or_404(User, pk=object_id)
        if not self.has_change_permission(request, person):
            raise PermissionDenied
        return person

    def _page(self, request, template, title, **context):
        request.current_app = self.admin_site.name
        response = TemplateResponse(
            request,
            f"admin/accounts/{template}.html",
            {**self.admin_site.each_context(request), "title": title, "opts": self.opts, **context},
        )
        response.headers["Cache-Control"] = "no-store"
        return response
