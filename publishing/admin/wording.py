"""Sentences of Django's admin that our catalogues put better.

Django's Arabic tells of a change as an addition, and writes of every record in the masculine; its
French puts an article-less « de » before every noun: « Modification de événement ».
"""

from django.utils.translation import gettext_noop

SAID_BETTER = (
    gettext_noop("The {name} “{obj}” was changed successfully."),
    gettext_noop("Add %s"),
    gettext_noop("Change %s"),
    gettext_noop("View %s"),
    gettext_noop("Select %s to change"),
    gettext_noop("Add another %(verbose_name)s"),
)
