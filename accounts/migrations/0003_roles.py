from django.db import migrations

NAMES = [
    "Editor",
    "Publisher",
    "Translator (French)",
    "Translator (Arabic)",
    "Administrator",
    "Auditor",
]


def create(apps, schema_editor):
    """What each may do is stated in accounts/roles.py and granted after every migration."""
    groups = apps.get_model("auth", "Group").objects
    for name in NAMES:
        groups.get_or_create(name=name)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_audit_kept_forms"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
