"""Every setting of the portal, read from the environment. `.env.example` lists them all."""

import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from khartoum.databases import databases
from khartoum.environment import REQUIRED, env, env_bool, env_int, env_list
from khartoum.file_storage import file_storage
from khartoum.logging_settings import check_where_told, logging_settings

BASE_DIR = Path(__file__).resolve().parent.parent

MODE = env("PORTAL_MODE", "local")
if MODE not in {"local", "production"}:
    raise ImproperlyConfigured(f"PORTAL_MODE must be local or production, not {MODE!r}.")
PRODUCTION = MODE == "production"

# What the portal writes: the embedded database, uploaded files, joined static files.
VAR_DIR = BASE_DIR / env("VAR_DIR", "var")
VAR_DIR.mkdir(parents=True, exist_ok=True)


def local_secret_key():
    """A key made on first use and kept, so that a restart does not sign everybody out."""
    path = VAR_DIR / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64))
    return path.read_text()


if PRODUCTION:
    SECRET_KEY = env(
        "SECRET_KEY", advice="Make one: python -c 'import secrets; print(secrets.token_urlsafe(64))'"
    )
    if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 10:
        raise ImproperlyConfigured("SECRET_KEY is too short to be safe: use 50 random characters or more.")
    ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", advice="Give the public host names, separated by commas.")
    if "*" in ALLOWED_HOSTS:
        raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts; '*' would trust any.")
    DATABASE_URL = env("DATABASE_URL", advice="For example postgres://user:password@host:5432/portal")
    if not DATABASE_URL.startswith(("postgres://", "postgresql://")):
        raise ImproperlyConfigured(
            "DATABASE_URL must begin with postgres:// in production: the embedded one is for one desk."
        )
else:
    SECRET_KEY = env("SECRET_KEY", "") or local_secret_key()
    ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
    DATABASE_URL = env("DATABASE_URL", f"sqlite:///{VAR_DIR / 'portal.sqlite3'}")

DEBUG = env_bool("DEBUG", default=False)
if PRODUCTION and DEBUG:
    raise ImproperlyConfigured("DEBUG must be off in production: its error pages show internals.")

# The address the portal is known by, in calendars, feeds and canonical links.
SITE_URL = env(
    "SITE_URL",
    REQUIRED if PRODUCTION else "http://localhost:8000",
    advice="The public address, for example https://portal.example.org",
).rstrip("/")
if PRODUCTION and not SITE_URL.startswith("https://"):
    raise ImproperlyConfigured("SITE_URL must begin with https:// in production.")
CSRF_TRUSTED_ORIGINS = [SITE_URL]

SECURITY_CONTACT = env("SECURITY_CONTACT", f"{SITE_URL}/en/about/")

INSTALLED_APPS = [
    # modeltranslation must come before the admin, which it extends.
    "modeltranslation",
    # Django's, loaded later where visitors are served.
    "khartoum.when_asked.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django_countries",
    "django_filters",
    "django_prose_editor",
    "js_asset",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "reversion",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "khartoum.when_asked.SocialAccountConfig",
    "allauth.socialaccount.providers.openid_connect",
    "accounts",
    "publishing",
    "members",
    "events",
    "declarations",
    "pages",
    # After those whose bookkeeping it reads when something is written.
    "search",
    "reports",
    "record",
    "spreadsheets",
    "delivery",
    "operations",
    "desk",
    "khartoum",
]

MIDDLEWARE = [
    # Keeps account of all the others.
    "operations.logs.requests.observe",
    "django.middleware.security.SecurityMiddleware",
    "khartoum.security_policy.SecurityPolicyMiddleware",
    "operations.health.health",
    "khartoum.other_sites.open_to_other_sites",
    "khartoum.middleware.known_methods_only",
    "khartoum.away.waits_a_while",
    "khartoum.api_limits.api_limits",
    "khartoum.staticfiles.static_files",
    # Outside the next, which names what is sent by its content alone.
    "khartoum.compression.PublicCompressionMiddleware",
    "khartoum.replica.reads_from_replica",
    "khartoum.conditional.ConditionalMiddleware",
    # Before what is sent is compressed.
    "khartoum.away.tables_say_where_they_break",
    "khartoum.middleware.language_from_path",
    "khartoum.staff.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "khartoum.staff.CsrfViewMiddleware",
    "khartoum.staff.AuthenticationMiddleware",
    "khartoum.staff.who_is_acting",
    "khartoum.staff.MessageMiddleware",
    "khartoum.refusals.refusals",
    "khartoum.staff.too_many_tries",
    "khartoum.staff.second_factor_first",
    "allauth.account.middleware.AccountMiddleware",
    "khartoum.kept_forms.KeepsForms",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "khartoum.middleware.old_addresses",
    # The last, to be the first that hears of a failure.
    "khartoum.replica.asks_again",
]

# The first looks for Django's forgery check by name; ours is the same, at the staff's addresses only. The
# others want browsers told of hosts that may not be the portal's (SECURE_HSTS_INCLUDE_SUBDOMAINS, _PRELOAD).
SILENCED_SYSTEM_CHECKS = ["security.W003", "security.W005", "security.W021"]

ROOT_URLCONF = "khartoum.urls"
WSGI_APPLICATION = "khartoum.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "publishing.context_processors.site",
            ],
        },
    },
]

# By setting, what visitors read comes from replicas (publishing/reading.py), and web processes go through
# PgBouncer (khartoum/databases.py).
DATABASE_REPLICA_URL = env("DATABASE_REPLICA_URL", "")
DATABASE_POOLER_URL = env("DATABASE_POOLER_URL", "")
DATABASES = databases(DATABASE_URL, replica_url=DATABASE_REPLICA_URL, pooler_url=DATABASE_POOLER_URL)
DATABASE_ROUTERS = ["publishing.reading.Router"] if DATABASE_REPLICA_URL else []

# Where `manage.py backup` puts backups, for whom it closes them, and which it keeps: docs/backups.md.
BACKUP = {
    "to": env("BACKUP_TO", ""),
    "keep": env("BACKUP_KEEP", "7 daily, 4 weekly, 12 monthly"),
    "recipient": env("BACKUP_RECIPIENT", ""),
    "endpoint": env("BACKUP_S3_ENDPOINT", ""),
    "region": env("BACKUP_S3_REGION", ""),
    "access_key": env("BACKUP_S3_ACCESS_KEY", ""),
    "secret": env("BACKUP_S3_SECRET_KEY", ""),
}
if PRODUCTION and urlsplit(BACKUP["endpoint"]).scheme == "http" and not BACKUP["recipient"]:
    raise ImproperlyConfigured(
        "BACKUP_S3_ENDPOINT must begin with https:// in production, or BACKUP_RECIPIENT be set: backups hold "
        "drafts and accounts."
    )

# How many requests to the API one address, or one key, may make in a minute; 0 for any number.
API_REQUESTS_A_MINUTE = env_int("API_REQUESTS_A_MINUTE", 300)
API_REQUESTS_A_MINUTE_WITH_KEY = env_int("API_REQUESTS_A_MINUTE_WITH_KEY", 3000)
# What several machines count together. One machine alone needs no Redis.
REDIS_URL = env("REDIS_URL", "")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
if REDIS_URL:
    CACHES["shared"] = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "portal",
        # Whoever waits for it is a visitor.
        "OPTIONS": {"socket_timeout": 0.2, "socket_connect_timeout": 0.2},  # type: ignore[dict-item]
    }

# How long one question of a visitor may keep the database at work, in milliseconds; 0 for ever.
QUESTION_MILLISECONDS = env_int("QUESTION_MILLISECONDS", 300)

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French")), ("ar", _("Arabic"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
FORMAT_MODULE_PATH = ["khartoum.formats"]
USE_TZ = True
TIME_ZONE = "UTC"
MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
MODELTRANSLATION_LANGUAGES = ("en", "fr", "ar")
# The reader's language first, then in this order.
MODELTRANSLATION_FALLBACK_LANGUAGES = ("en", "fr", "ar")
# Countries whose names the library writes otherwise than the partners are named, in French or Arabic.
COUNTRIES_OVERRIDE = {
    "CZ": _("Czechia"),
    "DK": _("Denmark"),
    "EE": _("Estonia"),
    "ES": _("Spain"),
    "ET": _("Ethiopia"),
    "HU": _("Hungary"),
    "LU": _("Luxembourg"),
    "MT": _("Malta"),
}

STATIC_URL = "/static/"
# Where static files are collected. In each release's own folder, two releases can serve beside each other.
STATIC_ROOT = BASE_DIR / env("STATIC_ROOT", str(VAR_DIR / "static"))
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "khartoum.staticfiles.SiteStylesheetFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STORAGES = {
    # In MEDIA_ROOT, or, with a bucket, in a store that speaks S3, which several machines share.
    "default": file_storage(
        bucket=env("S3_BUCKET", ""),
        endpoint=env("S3_ENDPOINT", ""),
        region=env("S3_REGION", ""),
        access_key=env("S3_ACCESS_KEY", ""),
        secret_key=env("S3_SECRET_KEY", ""),
        prefix=env("S3_PREFIX", ""),
        production=PRODUCTION,
    ),
    "staticfiles": {"BACKEND": "khartoum.staticfiles.SiteStaticFilesStorage"},
}
MEDIA_ROOT = VAR_DIR / "media"
# Where nginx has the files of MEDIA_ROOT, for answers that only tell it which to send. Empty: none do.
X_ACCEL_PREFIX = env("X_ACCEL_PREFIX", "")
if X_ACCEL_PREFIX and not (X_ACCEL_PREFIX[:1] == X_ACCEL_PREFIX[-1:] == "/" and X_ACCEL_PREFIX.strip("/")):
    raise ImproperlyConfigured("X_ACCEL_PREFIX must begin and end with a slash, as in /_stored/.")
# For how long the store itself gives a visitor a file whose signed address the portal hands out; 0: the
# portal passes the bytes on.
S3_SIGNED_SECONDS = env_int("S3_SIGNED_SECONDS", 0)
# Public answers that each server process keeps in memory, in megabytes; 0 keeps none. Not while developing:
# pages would not follow their templates.
PAGE_CACHE_MEGABYTES = 0 if DEBUG else env_int("PAGE_CACHE_MEGABYTES", 16)
# Whether /en/_components/ shows the components of the pages to those who work on them.
COMPONENT_GALLERY = env_bool("COMPONENT_GALLERY", default=DEBUG)
# The largest file of a document that the desk takes, in megabytes.
MAX_FILE_MEGABYTES = env_int("MAX_FILE_MEGABYTES", 50)
# Other sites have no business with our files.
WHITENOISE_ALLOW_ALL_ORIGINS = False
# Only compressed kinds of files, and maps that nobody but a developer of a library opens.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("png", "jpg", "webp", "gif", "ico", "zip", "gz", "br", "woff2", "map")

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
AUTHENTICATION_BACKENDS = ["accounts.backends.StaffBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
# A link to set another password is good for two hours.
PASSWORD_RESET_TIMEOUT = 2 * 60 * 60
SESSION_IDLE_SECONDS = 3 * 60 * 60
SESSION_LONGEST_SECONDS = 12 * 60 * 60
# The row outlives the session, so that what somebody sends after it has ended is known to be theirs.
SESSION_COOKIE_AGE = 36 * 60 * 60
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "khartoum.errors.csrf_failure"
# Only the staff's desk reads it.
LANGUAGE_COOKIE_SECURE = PRODUCTION
LANGUAGE_COOKIE_SAMESITE = "Lax"

# Besides the password: an authenticator app or a passkey. A local portal may do without.
SECOND_FACTOR_REQUIRED = env_bool("SECOND_FACTOR_REQUIRED", default=PRODUCTION)
if PRODUCTION and not SECOND_FACTOR_REQUIRED:
    raise ImproperlyConfigured(
        "SECOND_FACTOR_REQUIRED must be on in production: staff publish for the Process."
    )

# Single sign-on by OpenID Connect, where the secretariat's organisation has it; off without an issuer.
OIDC_ISSUER = env("OIDC_ISSUER", "").rstrip("/")
OIDC_NAME = env("OIDC_NAME", "")
OIDC_CLIENT_ID = env("OIDC_CLIENT_ID", "")
OIDC_CLIENT_SECRET = env("OIDC_CLIENT_SECRET", "")
# Yes only if the organisation asks for one itself: the portal then does not ask again.
OIDC_HAS_SECOND_FACTOR = env_bool("OIDC_HAS_SECOND_FACTOR", default=False)
if OIDC_ISSUER:
    for name in ("OIDC_NAME", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"):
        if not locals()[name]:
            raise ImproperlyConfigured(f"{name} is missing: single sign-on with OIDC_ISSUER needs it.")
    if PRODUCTION and not OIDC_ISSUER.startswith("https://"):
        raise ImproperlyConfigured("OIDC_ISSUER must begin with https:// in production.")

# Invitations and links to set another password go by e-mail.
EMAIL_URL = env("EMAIL_URL", "" if PRODUCTION else "file:")
SENDS_MAIL = bool(EMAIL_URL)
mail_server = urlsplit(EMAIL_URL)
MAIL_BACKENDS = {
    "": "dummy",
    "file": "filebased",
    "console": "console",
    "smtp": "smtp",
    "smtps": "smtp",
    "smtp+tls": "smtp",
}
if mail_server.scheme not in MAIL_BACKENDS:
    raise ImproperlyConfigured(
        "EMAIL_URL must begin with smtps:// (TLS), smtp+tls:// (STARTTLS), smtp:// (neither), "
        "console: or file:"
    )
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env(
    "EMAIL_FROM",
    REQUIRED if PRODUCTION and SENDS_MAIL else "portal@localhost",
    advice="The address that messages come from, for example portal@example.org",
)
# Who is told that a visitor has reported a problem; the reports themselves are at the desk.
REPORTS_TO = env_list("REPORTS_TO", "")
EMAIL_BACKEND = f"django.core.mail.backends.{MAIL_BACKENDS[mail_server.scheme]}.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_HOST = mail_server.hostname or "localhost"
EMAIL_PORT = mail_server.port or {"smtps": 465, "smtp+tls": 587}.get(mail_server.scheme, 25)
EMAIL_HOST_USER = unquote(mail_server.username or "")
EMAIL_HOST_PASSWORD = unquote(mail_server.password or "")
EMAIL_USE_SSL = mail_server.scheme == "smtps"
EMAIL_USE_TLS = mail_server.scheme == "smtp+tls"
EMAIL_TIMEOUT = 20

# How the library for signing in is used: closed to newcomers, limited by accounts/throttle.py instead.
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_SIGNUP_ENABLED = False
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_REAUTHENTICATION_METHODS = ("password", "mfa")
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105 (a class)
ACCOUNT_RATE_LIMITS = False
ACCOUNT_FORMS = {
    "login": "accounts.forms.SignInForm",
    "reauthenticate": "accounts.forms.ReauthenticateForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "set_password": "accounts.forms.SetPasswordForm",
    "reset_password": "accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.ResetPasswordKeyForm",
    "user_token": "accounts.forms.ResetTokenForm",
}
MFA_ADAPTER = "accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Khartoum Process"
# Half a minute either way: telephones' clocks are not exact.
MFA_TOTP_TOLERANCE = 1
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_RATE_LIMITS = False
MFA_FORMS = {
    "authenticate": "accounts.forms.CodeForm",
    "reauthenticate": "accounts.forms.ReauthenticateCodeForm",
    "activate_totp": "accounts.forms.ActivateAppForm",
    "add_webauthn": "accounts.forms.AddPasskeyForm",
    "edit_webauthn": "accounts.forms.RenamePasskeyForm",
    "authenticate_webauthn": "accounts.forms.PasskeyForm",
    "reauthenticate_webauthn": "accounts.forms.ReauthenticatePasskeyForm",
    "login_webauthn": "accounts.forms.PasskeySignInForm",
}
SOCIALACCOUNT_ADAPTER = "accounts.adapters.SingleSignOnAdapter"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "sso",
                "name": OIDC_NAME,
                "client_id": OIDC_CLIENT_ID,
                "secret": OIDC_CLIENT_SECRET,
                "settings": {"server_url": OIDC_ISSUER, "oauth_pkce_enabled": True},
            }
        ]
        if OIDC_ISSUER
        else [],
    }
}

# The desk sends a document's provisions in one form: up to 1,000, each of 15 fields, in three languages.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 16_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 12_000_000
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if PRODUCTION:
    SECURE_SSL_REDIRECT = env_bool("SECURE_SSL_REDIRECT", default=True)
    # Who looks after the machines asks each of them, inside, without TLS.
    SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]
    SECURE_HSTS_SECONDS = env_int("SECURE_HSTS_SECONDS", 31_536_000)
    # Hosts below this one may be somebody else's, and what is preloaded is hardly ever taken back.
    SECURE_HSTS_INCLUDE_SUBDOMAINS = env_bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", default=False)
    SECURE_HSTS_PRELOAD = env_bool("SECURE_HSTS_PRELOAD", default=False)
    # Only where a proxy of ours sets the header: a stranger could otherwise claim to come by TLS.
    if env_bool("BEHIND_TLS_PROXY", default=False):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
        # With the wrong number, everybody would count as one address, or anybody as any.
        env("TRUSTED_PROXIES", advice="How many proxies of ours add to X-Forwarded-For; 0 if none does.")
TRUSTED_PROXIES = env_int("TRUSTED_PROXIES", 0)

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        # A response has a nonce only where its template asked for one: the staff's desk, never a public page.
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    },
}

REST_FRAMEWORK = {
    # Anonymous, reading only, the same for everybody: no session, cookie or body is ever looked at.
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_PARSER_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["publishing.rendering.JSONRenderer"],
    "URL_FORMAT_OVERRIDE": None,
    "EXCEPTION_HANDLER": "publishing.problems.as_problem",
    "DEFAULT_SCHEMA_CLASS": "publishing.openapi.PublicSchema",
}

SPECTACULAR_SETTINGS = {
    "OAS_VERSION": "3.1.1",
    "TITLE": "Khartoum Process portal API",
    "VERSION": "1.0.0",
    "DESCRIPTION": (
        "The public record of the Khartoum Process since 2014, for reading: events, documents, members, "
        "chairmanships and themes. Everything is anonymous, in JSON, and the same for everybody. Texts come "
        "in English, French and Arabic at once, null where one is missing; dates are as long as they are "
        "precise."
    ),
    "LICENSE": {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"},
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SCHEMA_PATH_PREFIX_TRIM": True,
    "PREPROCESSING_HOOKS": [
        "publishing.described.with_what_views_say",
        "publishing.openapi.without_last_stroke",
    ],
    "SERVE_INCLUDE_SCHEMA": False,
    "APPEND_COMPONENTS": {
        "securitySchemes": {
            "key": {
                "type": "http",
                "scheme": "bearer",
                "description": "A free key of the secretariat, that allows more requests.",
            }
        }
    },
    "ENUM_NAME_OVERRIDES": {
        "Precision": "publishing.dates.Precision",
        "EventType": "events.models.Event.Type",
        "EventLevel": "events.models.Event.Level",
        "EventScope": "events.models.Event.Scope",
        "EventStatus": "events.models.Event.Status",
        "EventMode": "events.models.Event.Mode",
        "OrdinalScheme": "events.models.Event.OrdinalScheme",
        "JointProcess": "events.models.Event.JointProcess",
        "CountQualifier": "events.models.Event.Count",
        "Role": "events.models.Participation.Role",
        "PictureRights": "events.models.Picture.Rights",
        "ThemeLevel": "events.models.Theme.Level",
        "TermKind": "pages.models.Term.Kind",
        "SeriesKind": "events.models.Series.Kind",
        "PartnerKind": "members.models.Partner.Kind",
        "Region": "members.models.Partner.Region",
        "Standing": "members.models.Membership.Standing",
        "MembershipBasis": "members.models.Membership.Basis",
        "MilestoneKind": "members.models.MembershipMilestone.Event",
        "DocumentType": "declarations.models.Document.Type",
        "DocumentNature": "declarations.models.Document.Nature",
        "Availability": "declarations.models.Document.Availability",
        "DocumentLanguage": "declarations.models.Document.Language",
        "FileFormat": "declarations.models.StoredFile.Format",
        "Authority": "declarations.models.DocumentVersion.Authority",
        "ProvisionKind": "declarations.models.Provision.Kind",
        "ProvisionStanding": "declarations.models.Provision.Standing",
        "FileStatus": "declarations.standing.Status",
        "CommitmentStatus": "declarations.models.Commitment.Status",
        "RelationKind": "declarations.serializers.RELATION_KINDS",
    },
}

# Figures for Prometheus, told by `manage.py serve_metrics` at an address of its own; off with port 0.
METRICS_PORT = env_int("METRICS_PORT", 0)
METRICS_HOST = env("METRICS_HOST", "127.0.0.1")
# A question to the database that takes longer is named in the log; 0 names none.
SLOW_QUERY_MILLISECONDS = env_int("SLOW_QUERY_MILLISECONDS", 500)
# Who is told of errors by mail, and the service that collects them; both may be empty.
ERRORS_TO = env_list("ERRORS_TO", "")
SENTRY_DSN = env("SENTRY_DSN", "")
if PRODUCTION:
    check_where_told(host=METRICS_HOST, sends_mail=SENDS_MAIL, errors_to=ERRORS_TO, sentry_dsn=SENTRY_DSN)
LOGGING = logging_settings(
    form=env("LOG_FORMAT", "json" if PRODUCTION else "plain"),
    level=env("LOG_LEVEL", "WARNING"),
    # A line for each request that Django answers.
    requests=env_bool("LOG_REQUESTS", default=PRODUCTION),
    debug=DEBUG,
    errors_to=ERRORS_TO,
    letters_in=str(VAR_DIR / "error_letters.json"),
    sentry_dsn=SENTRY_DSN,
    counted=bool(METRICS_PORT),
)
