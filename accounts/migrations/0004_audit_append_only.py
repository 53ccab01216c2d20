from django.db import migrations

from accounts import append_only


def enforce(apps, schema_editor):
    append_only.enforce(schema_editor.connection)


def lift(apps, schema_editor):
    append_only.lift(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_roles")]

    operations = [migrations.RunPython(enforce, lift)]
