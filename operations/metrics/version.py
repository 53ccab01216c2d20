"""What runs."""

import platform
import tomllib

import django
from django.conf import settings


def versions() -> dict[str, str]:
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]
    return {
        "version": project["version"],
        # The folder of a release is named after it.
        "release": settings.BASE_DIR.resolve().name,
        "python": platform.python_version(),
        "django": django.get_version(),
    }
