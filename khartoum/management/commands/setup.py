"""Everything between a checkout and a portal that can serve. Run again, it does only what has changed."""

import secrets
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from khartoum.catalogues import compile_catalogues
from search.analyser import VERSION

FIRST_ACCOUNT = "secretariat"

# What libraries bring and no page of ours asks for, and the styles that the joined one already holds.
UNUSED_STATIC_FILES = ["redoc", "flags", "rest_framework", "mfa", "account", "css/*"]


class Command(BaseCommand):
    help = "Prepares the portal: database, translations, static files, the shipped record, a first account."

    def handle(self, **options):
        self.compile()
        self.make_storage()
        self.migrate()
        self.collect()
        self.load()
        self.index()
        self.list_translations()
        self.forget()
        self.create_first_account()

    def compile(self):
        languages = compile_catalogues()
        if languages:
            self.stdout.write(f"Translations compiled: {', '.join(languages)}")

    def make_storage(self):
        """Now, and not with the first file: a folder that is missing later has been lost."""
        if isinstance(default_storage, FileSystemStorage):
            Path(default_storage.location).mkdir(parents=True, exist_ok=True)

    def migrate(self):
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Bringing the database up to date …")
            call_command("migrate", verbosity=0, interactive=False)

    def collect(self):
        backend = settings.STORAGES["staticfiles"]["BACKEND"]
        # Beside what was collected: each release that lies on a server has its own.
        state = Fingerprint(
            "static", described(static_files()), backend, folder=Path(settings.STATIC_ROOT).parent
        )
        if state.is_new():
            self.stdout.write("Collecting static files …")
            call_command(
                "collectstatic",
                verbosity=0,
                interactive=False,
                clear=True,
                ignore_patterns=UNUSED_STATIC_FILES,
            )
            state.keep()

    def load(self):
        # A changed loader may read the same files better.
        files = [*(settings.BASE_DIR / "data").rglob("*.json"), *(settings.BASE_DIR / "record").rglob("*.py")]
        state = Fingerprint("record", contents(files), str(connection.settings_dict["NAME"]))
        # The database may be another, or new, under the same name.
        if state.is_new() or not apps.get_model("members", "Partner").objects.exists():
            self.stdout.write("Loading the record …")
            call_command("load_record", stdout=self.stdout)
            state.keep()

    def index(self):
        """A load writes what it can be found by; another analyser would write it differently."""
        state = Fingerprint("search", str(VERSION), str(connection.settings_dict["NAME"]))
        if state.is_new() or not apps.get_model("search", "Entry").objects.exists():
            self.stdout.write("Making the index of the search …")
            call_command("rebuild_search", stdout=self.stdout)
            state.keep()

    def list_translations(self):
        """Written with every change; a database of an earlier release has none of it."""
        if not apps.get_model("desk", "ListedTranslation").objects.exists():
            self.stdout.write("Making the translation list …")
            call_command("rebuild_translation_list", stdout=self.stdout)

    def forget(self):
        """Where no report comes for months, nothing else would."""
        call_command("forget_reporters", stdout=self.stdout)

    def create_first_account(self):
        accounts = get_user_model().objects
        if accounts.filter(is_staff=True).exists():
            return
        password = secrets.token_urlsafe(12)
        accounts.create_superuser(username=FIRST_ACCOUNT, password=password)
        self.stdout.write(
            f"\nStaff sign in at {settings.SITE_URL}/admin/\n"
            f"    name      {FIRST_ACCOUNT}\n"
            f"    password  {password}\n"
            "The password is shown this once: change it after signing in.\n"
        )


class Fingerprint:
    """What a step was last done with, kept in a file: of VAR_DIR, if no other folder is given."""

    def __init__(self, step: str, *parts: str, folder: Path | None = None) -> None:
        self.path = (folder or Path(settings.VAR_DIR)) / f"{step}.fingerprint"
        self.value = sha256("\n".join(parts).encode()).hexdigest()

    def is_new(self) -> bool:
        return not self.path.exists() or self.path.read_text() != self.value

    def keep(self) -> None:
        self.path.write_text(self.value)


def static_files() -> Iterable[Path]:
    for finder in get_finders():
        for name, storage in finder.list(UNUSED_STATIC_FILES):
            yield Path(storage.path(name))


def described(files: Iterable[Path]) -> str:
    """Names, sizes and times: enough to see a change without reading thousands of files."""
    return "\n".join(f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in files)


def contents(files: Iterable[Path]) -> str:
    return "\n".join(sha256(path.read_bytes()).hexdigest() for path in sorted(files))
