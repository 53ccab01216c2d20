"""Boxes that search the record they link to, and bear what is no record's key."""

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple

from publishing.admin.keys import key_of


class SearchMixin:
    @property
    def media(self):
        return super().media + forms.Media(js=[forms.Script("admin-desk/boxes.js", type="module")])

    def optgroups(self, name, value, attr=None):
        """Django would ask the database for every key, and answer “abc” with an error page."""
        return super().optgroups(name, [key for key in value if key_of(str(key))], attr)


class SearchBox(SearchMixin, AutocompleteSelect):
    pass


class SearchBoxes(SearchMixin, AutocompleteSelectMultiple):
    pass


class LinksField(forms.ModelMultipleChoiceField):
    def clean(self, value):
        for key in value or ():
            if not key_of(str(key)):
                raise forms.ValidationError(
                    self.error_messages["invalid_pk_value"],
                    code="invalid_pk_value",
                    params={"pk": str(key).replace("\0", "")},
                )
        return super().clean(value)


class ChoosesRecords:
    """For admins of records and of their rows: `autocomplete_fields` with these boxes."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = SearchBox(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs["form_class"] = LinksField
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = SearchBoxes(db_field, self.admin_site)
        return super().formfield_for_manytomany(db_field, request, **kwargs)
