"""People who sign in and records that are read, put into the harness's own portal. Prints them as JSON."""

import json
import os
import sys

import django

WRITERS = 6
PASSWORD = "nine green lanterns"  # noqa: S105 - of people who exist for minutes
# Each in three languages, and each with a text.
FILES = 4


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khartoum.settings")
    django.setup()
    json.dump({"people": people(), "files": files()}, sys.stdout)


def people() -> list[dict[str, str]]:
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret  # noqa: PLC0415 - needs the apps

    from accounts.models import User  # noqa: PLC0415 - needs the apps

    made = []
    for number in range(WRITERS):
        user = User.objects.create_superuser(f"writer-{number}", password=PASSWORD)
        secret = generate_totp_secret()
        TOTP.activate(user, secret)
        made.append({"name": user.username, "password": PASSWORD, "secret": secret})
    return made


def files() -> list[dict[str, str]]:
    """Documents with a file that visitors may fetch, as the desk would have taken them in."""
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415 - needs the apps
    from django.utils import timezone  # noqa: PLC0415 - needs the apps

    from declarations.files.storing import stage  # noqa: PLC0415 - needs the apps
    from declarations.models import Document, DocumentVersion  # noqa: PLC0415 - needs the apps

    made = []
    for number in range(FILES):
        content = f"Declaration {number}.\n\nWe commit ourselves to offering protection.\n".encode() * 400
        document = Document(
            slug=f"harness-{number}",
            title_en=f"Declaration of the harness {number}",
            type=Document.Type.DECLARATION,
            nature=Document.Nature.OUTCOME,
            availability=Document.Availability.TEXT_SEEN,
            published_at=timezone.now(),
        )
        document.save()
        file = stage(SimpleUploadedFile(f"harness-{number}.txt", content))
        DocumentVersion(
            document=document,
            file=file,
            language="en",
            authority=DocumentVersion.Authority.AUTHENTIC,
            original_name=f"harness-{number}.txt",
            published_at=timezone.now(),
        ).save()
        made.append({"path": f"/files/{document.slug}/en.txt", "sha256": file.sha256})
    return made


if __name__ == "__main__":
    main()
