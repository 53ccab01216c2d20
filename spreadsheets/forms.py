from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from spreadsheets.kinds import KINDS
from spreadsheets.mapping import LEFT_OUT, missing
from spreadsheets.reading.tables import RefusedError, read

ENCODINGS = [
    ("", gettext_lazy("detect it")),
    ("utf-8-sig", "UTF-8"),
    ("utf-16", "UTF-16"),
    ("cp1252", gettext_lazy("Windows, western letters (1252)")),
    ("cp1256", gettext_lazy("Windows, Arabic letters (1256)")),
]


class FileField(forms.FileField):
    widget = forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"})


class TableForm(forms.Form):
    """A file that is read as a table: `self.table`."""

    required_css_class = "required"

    file = FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV with any separator, or a workbook (.xlsx); up to 20 MB and 20,000 rows."),
    )
    encoding = forms.ChoiceField(
        label=gettext_lazy("Encoding of a CSV file"),
        choices=ENCODINGS,
        required=False,
        help_text=gettext_lazy("Choose one only if letters came out wrong."),
    )

    table = None

    def clean(self):
        cleaned = super().clean()
        file = cleaned.get("file")
        if file is not None:
            try:
                self.table = read(file, encoding=cleaned.get("encoding") or "")
            except RefusedError as refused:
                self.add_error("file", refused.message)
        return cleaned


class UploadForm(TableForm):
    kind = forms.ChoiceField(label=gettext_lazy("What the rows are"), widget=forms.RadioSelect)

    field_order = ["kind", "file", "encoding"]

    def __init__(self, *args, permitted, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.name, capfirst(kind.label)) for kind in permitted]


class MappingForm(forms.Form):
    """Which column of the file is which of ours."""

    empties = forms.ChoiceField(
        label=gettext_lazy("An empty cell of a record that is there"),
        choices=[("", gettext_lazy("leaves the field as it is")), ("yes", gettext_lazy("empties the field"))],
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, run, samples, **kwargs):
        super().__init__(*args, **kwargs)
        self.run, self.samples = run, samples
        self.kind = KINDS[run.kind]
        self.fields["empties"].initial = "yes" if run.empties else ""
        choices = [(LEFT_OUT, _("leave it out"))] + [
            (column.key, f"{column.label} *" if column.is_required else column.label)
            for column in self.kind.read_columns
        ]
        for number, name in enumerate(run.header):
            self.fields[f"column-{number}"] = forms.ChoiceField(
                label=name or _("Column %(number)s, without a name") % {"number": number + 1},
                choices=choices,
                required=False,
                initial=run.mapping.get(str(number), LEFT_OUT),
            )

    def rows(self):
        """Field of the form and first words below each name."""
        for number, _name in enumerate(self.run.header):
            words = [cells[number] for cells in self.samples if cells[number].strip()]
            yield self[f"column-{number}"], words

    @property
    def mapping(self):
        return {str(number): self.cleaned_data[f"column-{number}"] for number in range(len(self.run.header))}

    def needed(self):
        return [column for column in self.kind.read_columns if column.is_required]

    def clean(self):
        cleaned = super().clean()
        first = {}
        for number in range(len(self.run.header)):
            name = f"column-{number}"
            key = cleaned.get(name)
            if not key:
                continue
            if key in first:
                label = self.fields[first[key]].label
                self.add_error(name, _("“%(name)s” is already this column.") % {"name": label})
            else:
                first[key] = name
        if not first:
            raise ValidationError(_("Say of at least one column what it is."))
        self._refuse_rows_that_mean_nothing(set(first))
        return cleaned

    def _refuse_rows_that_mean_nothing(self, given):
        """Without what tells which record a row means, every row would be wrong."""
        if given & {"slug", "uid"}:
            return
        lacking = missing(self.kind, dict.fromkeys(given, "") | {key: key for key in given})
        if lacking:
            raise ValidationError(
                _("Say which columns hold: %(columns)s."),
                params={"columns": ", ".join(column.label for column in lacking)},
            )
