"""Every address of the desk and every action on its lists: who gets in, and who may write there.

tests/accounts/test_matrix.py asks each address of /admin/ and /accounts/ as each persona below, with GET and
with POST. An address without a line here fails, and so does a line without an address.

To add an address, add one line:

* a page that each kind of record has: to RECORD_PAGES, by the end of its name (“preview” for
  admin:events_event_preview); where one kind differs, to OTHER_KINDS, by its whole name;
* any other page of the desk: to PAGES, by its whole name, or by its route where it has none;
* a page of /accounts/ that is the same for everybody who is signed in: to OWN_PAGES;
* an action on lists: to ACTIONS.

A line says who opens the page and who may post to it; everybody else is refused with 403, strangers are sent
to sign in, and in neither case is anything written. Where a POST writes, `sends` is what is sent beside the
fields that the page's own form holds (`form_of` names another page that has the form). It must be enough:
for somebody who may do everything, the test demands that it really writes.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from accounts.roles import (
    ADMINISTRATOR,
    ARABIC_TRANSLATOR,
    AUDITOR,
    EDITOR,
    FRENCH_TRANSLATOR,
    PUBLISHER,
    ROLES,
)

STRANGER = "nobody"
WITHOUT_ROLE = "no role"
ALMIGHTY = "may do everything"
PERSONAS = (STRANGER, WITHOUT_ROLE, *(role.name for role in ROLES), ALMIGHTY)

READERS = frozenset(role.name for role in ROLES)
SIGNED_IN = READERS | {WITHOUT_ROLE}
WRITERS = frozenset({EDITOR.name, PUBLISHER.name})
PUBLISHERS = frozenset({PUBLISHER.name})
TRANSLATORS = frozenset({FRENCH_TRANSLATOR.name, ARABIC_TRANSLATOR.name})
INTO_ARABIC = WRITERS | {ARABIC_TRANSLATOR.name}
KEEPERS = frozenset({ADMINISTRATOR.name})
WATCHERS = frozenset({ADMINISTRATOR.name, AUDITOR.name})
REPORT_READERS = WRITERS | WATCHERS
REPORT_HANDLERS = WRITERS | KEEPERS
NEW_COLLEAGUE = {"first_name": "Meseret", "last_name": "Alemu", "email": "meseret@khartoum.example"}
# Only whoever may do everything.
NO_ROLE = frozenset()


@dataclass(frozen=True)
class Page:
    """Who may GET and who may POST; a number instead is the answer for all who are signed in."""

    get: Collection[str] | int
    post: Collection[str] | int
    # Of which of the kind's rows: see `world.py`.
    row: str = "public"
    # The answer to a GET of those who may, and to whoever may not.
    opens: int = 200
    refuses: int = 403
    sends: Mapping[str, Any] = field(default_factory=dict)
    form_of: str = ""
    # Whether a POST of those who may writes something, and for whom there is nothing to write all the same.
    writes: bool = True
    idle: Collection[str] = ()
    # Whether each empty box of the form is filled in.
    fills: bool = False
    # Of the query: names of the world's values, or what stands there.
    asks: Mapping[str, str] = field(default_factory=dict)


def reads(who: Collection[str], **options: Any) -> Page:
    """A page that a POST only shows again."""
    return Page(who, who, writes=False, **options)


def step(who: Collection[str], row: str, **sends: Any) -> Page:
    return Page(who, who, row=row, sends=sends)


def posted(
    who: Collection[str], *, row: str = "public", form_of: str = "", writes: bool = True, **sends: Any
) -> Page:
    """An address that is only posted to."""
    return Page(405, who, row=row, form_of=form_of, writes=writes, sends=sends)


# Enough to make of any record's form that of another, which is not like the first.
ANOTHER = {
    "slug": "one-more",
    "title_en": "Quite another matter",
    "name_en": "Quite another matter",
    "date_from": "1999",
    "date_to": "",
}

RECORD_PAGES = {
    "changelist": reads(READERS),
    "add": Page(WRITERS, WRITERS, form_of="change", sends=ANOTHER),
    "change": Page(READERS, WRITERS, sends={"editor_note": "Looked at again."}),
    "delete": step(PUBLISHERS, "draft", post="yes"),
    "history": reads(READERS),
    "compare": reads(READERS, asks={"older": "version_id", "newer": "version_id"}),
    "restore": step(PUBLISHERS, "public"),
    "recover_list": reads(WRITERS),
    "recover": step(WRITERS, "deleted"),
    "preview": reads(READERS),
    "preview_typed": posted(WRITERS, form_of="change", writes=False),
    "add_preview_typed": posted(WRITERS, form_of="change", writes=False),
    "translate": Page(INTO_ARABIC, INTO_ARABIC, fills=True),
    "remarks": Page(READERS, WRITERS | TRANSLATORS, sends={"text": "Is the date right?"}),
    "submit": step(WRITERS, "draft"),
    "publish": step(PUBLISHERS, "draft"),
    "schedule": step(PUBLISHERS, "draft", at="2999-01-01T10:00"),
    "keep": step(PUBLISHERS, "leaving"),
    "withdraw": step(PUBLISHERS, "public", reason_en="Published in error."),
    "draft": step(WRITERS, "review", remark="The place is missing."),
    "prepared_list": reads(READERS),
    "prepared": reads(READERS),
    "prepared_preview": reads(READERS),
    "prepared_amend": reads(WRITERS),
    "prepared_submit": step(WRITERS, "public"),
    "prepared_return": step(PUBLISHERS, "submitted", remark="The place is missing."),
    "prepared_release": step(PUBLISHERS, "public"),
    "prepared_discard": step(WRITERS, "public"),
    "prepared_take_up": posted(WRITERS, row="closed"),
}

# Kinds that differ. Terms of the chair and make-ups of the committee are public as soon as they are saved.
OTHER_KINDS = {
    "admin:members_chairmanship_add": Page(
        PUBLISHERS,
        PUBLISHERS,
        form_of="change",
        sends={"slug": "one-more", "number": "77", "start_from": "1990", "end_from": "1991"},
    ),
    "admin:members_chairmanship_add_preview_typed": posted(PUBLISHERS, form_of="change", writes=False),
    "admin:members_chairmanship_recover_list": reads(PUBLISHERS),
    "admin:members_chairmanship_recover": step(PUBLISHERS, "deleted"),
    "admin:members_chairmanship_delete": step(PUBLISHERS, "public", post="yes"),
    "admin:members_committeecomposition_add": Page(
        PUBLISHERS, PUBLISHERS, form_of="change", sends={"slug": "one-more"}
    ),
    "admin:members_committeecomposition_recover_list": reads(PUBLISHERS),
    "admin:members_committeecomposition_recover": step(PUBLISHERS, "deleted"),
    "admin:members_committeecomposition_delete": step(PUBLISHERS, "public", post="yes"),
    "admin:members_partner_add": Page(WRITERS, WRITERS, form_of="change", sends={**ANOTHER, "iso": "MA"}),
    # Files are added on their document.
    "admin:declarations_documentversion_add": Page(403, 403),
    "admin:declarations_documentversion_change": Page(READERS, WRITERS, sends={"note_en": "A better scan."}),
    "admin:declarations_documentversion_file": reads(READERS),
    # So are pictures, on their event.
    "admin:events_picture_add": Page(403, 403),
    "admin:events_picture_change": Page(READERS, WRITERS, sends={"caption_en": "In the garden."}),
    "admin:events_picture_file": reads(READERS),
    "admin:events_event_pictures": Page(READERS, WRITERS, writes=False),
    "admin:declarations_document_files": Page(WRITERS, WRITERS, writes=False),
    "admin:declarations_document_send_file": Page(405, WRITERS, writes=False),
    "admin:declarations_document_provisions": Page(
        READERS, WRITERS, sends={"provisions-0-text_en": "Other words."}
    ),
    "admin:declarations_document_propose_provisions": Page(PUBLISHERS, PUBLISHERS, writes=False),
}

PAGES = {
    "admin:index": reads(SIGNED_IN),
    "admin:app_list": reads(READERS, refuses=404),
    "admin:autocomplete": Page(
        READERS, 405, asks={"app_label": "events", "model_name": "participation", "field_name": "partner"}
    ),
    "admin:jsi18n": Page(SIGNED_IN, 405),
    "admin/(?P<url>.*)$": Page(404, 404),
    # Every kind: the address of a row alone leads to its form.
    "<path:object_id>/": reads(SIGNED_IN, opens=302),
    # Accounts
    "admin:accounts_user_changelist": reads(WATCHERS),
    "admin:accounts_user_change": Page(WATCHERS, KEEPERS, sends={"email": "another@khartoum.example"}),
    "admin:accounts_user_delete": Page(403, 403),
    "admin:accounts_user_add": reads(SIGNED_IN, opens=302),
    "admin:accounts_user_invite": Page(KEEPERS, KEEPERS, sends=NEW_COLLEAGUE),
    "admin:accounts_user_invite_again": Page(KEEPERS, KEEPERS, row="invited"),
    "admin:accounts_user_reset_second_factor": Page(KEEPERS, KEEPERS, row="with a second factor"),
    "admin:accounts_user_password_link": Page(KEEPERS, KEEPERS, row="with a second factor", writes=False),
    # Whoever may do everything, too, is told to send a link.
    "admin:auth_user_password_change": Page(403, 403),
    "admin:accounts_user_history": reads(WATCHERS),
    "admin:accounts_user_roles": reads(SIGNED_IN),
    # Groups that are no roles
    "admin:auth_group_changelist": reads(WATCHERS),
    "admin:auth_group_add": Page(NO_ROLE, NO_ROLE, sends={"name": "Interns"}),
    "admin:auth_group_change": Page(WATCHERS, NO_ROLE, sends={"name": "Interns"}),
    "admin:auth_group_delete": Page(NO_ROLE, NO_ROLE, sends={"post": "yes"}),
    "admin:auth_group_history": reads(WATCHERS),
    # Keys of the API
    "admin:accounts_apikey_changelist": reads(WATCHERS),
    "admin:accounts_apikey_add": Page(
        KEEPERS,
        KEEPERS,
        sends={"name": "A ministry", "contact": "meseret@khartoum.example", "purpose": "A copy."},
    ),
    "admin:accounts_apikey_change": Page(WATCHERS, KEEPERS, sends={"purpose": "A copy each night."}),
    "admin:accounts_apikey_revoke": Page(KEEPERS, KEEPERS),
    "admin:accounts_apikey_delete": Page(403, 403),
    "admin:accounts_apikey_history": reads(WATCHERS),
    # The audit log
    "admin:accounts_auditentry_changelist": reads(WATCHERS),
    "admin:accounts_auditentry_export": posted(WATCHERS, writes=False, format="csv"),
    # Problems that visitors report
    "admin:reports_problemreport_changelist": reads(REPORT_READERS),
    "admin:reports_problemreport_add": Page(403, 403),
    "admin:reports_problemreport_change": Page(
        REPORT_READERS, REPORT_HANDLERS, sends={"is_done": "on", "remark": "Corrected."}
    ),
    "admin:reports_problemreport_delete": Page(403, 403),
    "admin:reports_problemreport_history": reads(REPORT_READERS),
    # Addresses of the earlier site
    "admin:publishing_oldaddress_changelist": reads(READERS),
    "admin:publishing_oldaddress_add": Page(
        PUBLISHERS | KEEPERS, PUBLISHERS | KEEPERS, sends={"path": "/old/", "target": "events:list"}
    ),
    "admin:publishing_oldaddress_change": Page(
        READERS, PUBLISHERS | KEEPERS, sends={"target": "documents:list"}
    ),
    "admin:publishing_oldaddress_delete": Page(
        PUBLISHERS | KEEPERS, PUBLISHERS | KEEPERS, sends={"post": "yes"}
    ),
    "admin:publishing_oldaddress_history": reads(READERS),
    # Pages about several kinds of records
    "desk:date": reads(SIGNED_IN),
    "desk:pasted": posted(SIGNED_IN, writes=False, html="<p>Words.</p>"),
    "desk:handover": Page(READERS, 405),
    "desk:people": reads(KEEPERS),
    "status:page": reads(KEEPERS),
    "desk:handover_file": posted(READERS, writes=False),
    "desk:translations admin/desk/translations/": reads(SIGNED_IN, opens=302),
    "desk:translations admin/desk/translations/<str:language>/": reads(READERS),
    "desk:next_translation": reads(READERS, opens=302),
    # Spreadsheets
    "spreadsheets:imports": Page(READERS, 405),
    "spreadsheets:upload": Page(WRITERS, WRITERS, writes=False),
    "spreadsheets:template": Page(WRITERS, 405),
    "spreadsheets:export": Page(READERS, READERS, writes=False, sends={"format": "csv"}),
    "spreadsheets:import": Page(READERS, 405, row="checked"),
    "spreadsheets:columns": Page(WRITERS, WRITERS, row="uploaded"),
    "spreadsheets:check": posted(WRITERS, row="checked"),
    "spreadsheets:correct": posted(WRITERS, row="checked", form_of="spreadsheets:import"),
    "spreadsheets:wrong_rows": Page(WRITERS, 405, row="checked"),
    "spreadsheets:discard": posted(WRITERS, row="checked"),
    "spreadsheets:import_all": posted(WRITERS, row="checked", form_of="spreadsheets:import"),
    # What an import has made is deleted by undoing it, which is a publisher's to do.
    "spreadsheets:undo": Page(WRITERS, WRITERS, row="imported", idle={EDITOR.name}),
    # Provisions, to be chosen from
    "admin:declarations_provision_changelist": reads(READERS),
    "admin:declarations_provision_choose": Page(
        READERS,
        405,
        asks={"app_label": "declarations", "model_name": "commitment", "field_name": "provision"},
    ),
    "admin:declarations_provision_change": Page(READERS, 403),
    "admin:declarations_provision_add": Page(403, 403),
    "admin:declarations_provision_delete": Page(403, 403),
    "admin:declarations_provision_history": reads(READERS),
}


@dataclass(frozen=True)
class Own:
    """The answer to a stranger's GET and POST, and to anybody's who is signed in, with nothing sent."""

    stranger: tuple[int, int]
    signed_in: tuple[int, int]


NOT_THERE = Own((404, 404), (404, 404))
LEADS_ON = Own((302, 302), (302, 302))
# A page that only a confirmed sign-in of a moment ago opens; else it asks for one, or to sign in.
ASKS_AGAIN = LEADS_ON

OWN_PAGES = {
    "set_language": LEADS_ON,
    # Where the admin looks for what has pages of its own
    "admin:login": LEADS_ON,
    "admin:logout": LEADS_ON,
    "admin:password_change": LEADS_ON,
    "admin:password_change_done": LEADS_ON,
    "admin/login/": LEADS_ON,
    "admin/logout/": LEADS_ON,
    "admin/password_change/": LEADS_ON,
    # Would tell the address of a record to whoever may not see it
    "admin:view_on_site": NOT_THERE,
    "admin/r/<path:anything>": NOT_THERE,
    "admin/password_change/done/": LEADS_ON,
    # Signing in and out
    "account_login": Own((200, 200), (302, 302)),
    "account_logout": Own((302, 302), (200, 302)),
    "account_home": LEADS_ON,
    "account_inactive": Own((200, 405), (200, 405)),
    "account_reauthenticate": Own((302, 302), (200, 200)),
    "account_invitation": Own((410, 410), (410, 410)),
    "account_end_other_sessions": Own((405, 302), (405, 302)),
    # Passwords
    "account_change_password": Own((302, 302), (200, 200)),
    "account_set_password": LEADS_ON,
    "account_reset_password": Own((200, 200), (200, 200)),
    "account_reset_password_done": Own((200, 405), (200, 405)),
    "account_reset_password_from_key": NOT_THERE,
    "account_reset_password_from_key_done": Own((200, 405), (200, 405)),
    # The second factor
    "mfa_index": Own((302, 302), (200, 405)),
    "mfa_authenticate": LEADS_ON,
    "mfa_reauthenticate": LEADS_ON,
    "mfa_activate_totp": ASKS_AGAIN,
    "mfa_deactivate_totp": Own((302, 302), (404, 404)),
    "mfa_view_recovery_codes": Own((302, 405), (302, 405)),
    "mfa_generate_recovery_codes": ASKS_AGAIN,
    "mfa_download_recovery_codes": Own((302, 405), (302, 405)),
    "mfa_list_webauthn": Own((302, 302), (200, 405)),
    "mfa_add_webauthn": ASKS_AGAIN,
    "mfa_edit_webauthn": ASKS_AGAIN,
    "mfa_remove_webauthn": ASKS_AGAIN,
    "mfa_login_webauthn": LEADS_ON,
    "mfa_reauthenticate_webauthn": LEADS_ON,
    # Single sign-on, which is off without its settings
    "single_sign_on": Own((405, 404), (405, 404)),
    "single_sign_on_callback": NOT_THERE,
    "openid_connect_login": NOT_THERE,
    "openid_connect_callback": NOT_THERE,
    "socialaccount_login_cancelled": LEADS_ON,
    # What nobody needs here
    "socialaccount_signup": NOT_THERE,
    "socialaccount_connections": NOT_THERE,
    "account_signup": NOT_THERE,
    "account_email": NOT_THERE,
    "account_email_verification_sent": NOT_THERE,
}

# Actions on lists, by their name, or by that and the kind where one differs. Each asks before it is taken.
ACTIONS = {
    "submit_selected": step(WRITERS, "draft"),
    "publish_selected": step(PUBLISHERS, "draft"),
    "schedule_selected": step(PUBLISHERS, "draft", at="2999-01-01T10:00"),
    "withdraw_selected": step(PUBLISHERS, "public", reason_en="Published in error."),
    "return_selected": step(WRITERS, "review", remark="The place is missing."),
    "confirm_french": step(WRITERS | {FRENCH_TRANSLATOR.name}, "draft"),
    "confirm_arabic": step(WRITERS | {ARABIC_TRANSLATOR.name}, "draft"),
    "settle_selected": step(REPORT_HANDLERS, "public", remark="Corrected."),
    "delete_selected": step(PUBLISHERS, "draft"),
    "delete_selected of publishing.oldaddress": step(PUBLISHERS | KEEPERS, "public"),
}
