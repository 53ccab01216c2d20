"""Pages of an account about how its owner signs in: invited, invited again, a lost second factor."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from accounts import invitations, passwords, second_factor
from accounts.admin.invitation_form import InvitationForm, LanguageForm
from accounts.models import User
from accounts.rights import NONE, note_change
from publishing.admin.keys import key_of


class SigningIn:
    """For the admin of accounts. Nobody enters a password for a colleague: the colleague is invited."""

    def get_urls(self):
        def page(route, view, name):
            return path(route, self.admin_site.admin_view(view), name=f"accounts_user_{name}")

        return [
            page("invite/", self.invite_view, "invite"),
            page("<int:object_id>/invite-again/", self.invite_again_view, "invite_again"),
            page("<int:object_id>/password-link/", self.password_link_view, "password_link"),
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
            "may_be_sent_link": passwords.may_reset(person) and person != request.user,
            "has_second_factor": second_factor.has_one(person),
        }
        return super().changeform_view(request, object_id, form_url, {**context, **(extra_context or {})})

    def invite_view(self, request):
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = InvitationForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                with transaction.atomic():
                    person = invitations.invite(**form.person())
                    note_change(person, NONE)
                    self.log_addition(request, person, [{"added": {}}])
                    link = invitations.new_link(person)
            except (ValidationError, IntegrityError):
                # A colleague has invited the same person at this moment: the form says so now.
                form = InvitationForm(request.POST)
                if form.is_valid():
                    raise
            else:
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

    def password_link_view(self, request, object_id):
        person = self._colleague(request, object_id)
        if person == request.user:
            return redirect("account_change_password")
        if not passwords.may_reset(person):
            raise Http404
        form = LanguageForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            link = passwords.send_link(person, form.cleaned_data["language"])
            if link:
                title = _("The link to set a new password")
                return self._page(request, "password_link_shown", title, person=person, link=link)
            messages.success(request, _("The link is on its way to %(email)s.") % {"email": person.email})
            return redirect(reverse("admin:accounts_user_change", args=[person.pk]))
        title = _("Send a link to set a new password")
        return self._page(request, "password_link", title, form=form, person=person)

    def user_change_password(self, request, id, form_url=""):  # noqa: A002 - Django names it in the address
        """Django's page, at which one would type a password for somebody else."""
        person = self._colleague(request, key_of(id))
        context = {
            "person": person,
            "may_be_sent_link": passwords.may_reset(person),
            "is_awaited": invitations.is_awaited(person),
        }
        title = _("Nobody sets a colleague’s password")
        return self._page(request, "password_closed", title, status=403, **context)

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

    def _page(self, request, template, title, *, status=200, **context):
        request.current_app = self.admin_site.name
        response = TemplateResponse(
            request,
            f"admin/accounts/{template}.html",
            {**self.admin_site.each_context(request), "title": title, "opts": self.opts, **context},
            status=status,
        )
        response.headers["Cache-Control"] = "no-store"
        return response
