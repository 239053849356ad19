"""The one settings file. What differs between machines comes from the environment: docs/running.md.

Importing this module starts nothing: the embedded PostgreSQL is started by manage.py and `make demo`.
"""

from datetime import timedelta
from pathlib import Path

import django_stubs_ext
from django.utils.csp import CSP

from config.env import Env, EnvironmentValueError, kept_secret, read_database_url
from config.postgres.server import EmbeddedPostgres

# Lets `ModelAdmin[User]` and the like be written as the type checker reads them.
django_stubs_ext.monkeypatch()

env = Env()

MEGABYTE = 1024 * 1024

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = env.folder("COLLATE_DATA_DIR", BASE_DIR / ".data")

PRODUCTION = env.boolean("COLLATE_PRODUCTION")
DEMO = env.boolean("COLLATE_DEMO")
DEBUG = env.boolean("COLLATE_DEBUG")
if PRODUCTION and (DEMO or DEBUG):
    raise EnvironmentValueError("COLLATE_PRODUCTION excludes COLLATE_DEMO and COLLATE_DEBUG.")

# --- Who may ask, and over what -----------------------------------------------------------------------

SECRET_KEY = env.text("SECRET_KEY")
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS", () if PRODUCTION else ("localhost", "127.0.0.1", "[::1]"))
if PRODUCTION and not SECRET_KEY:
    raise EnvironmentValueError("COLLATE_PRODUCTION needs SECRET_KEY: 50 random characters or more.")
if PRODUCTION and not ALLOWED_HOSTS:
    raise EnvironmentValueError("COLLATE_PRODUCTION needs ALLOWED_HOSTS: the site's host names.")
if not SECRET_KEY:
    SECRET_KEY = kept_secret(DATA_DIR / "secret_key")

SECURE_SSL_REDIRECT = PRODUCTION
# The health page answers a load balancer's plain request; every other page insists on https.
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_AGE = int(timedelta(days=7).total_seconds())
CSRF_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"

SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF, CSP.NONCE],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}

# --- What it is made of -------------------------------------------------------------------------------

INSTALLED_APPS = [
    "config.accounts",
    "disclosures",
    "comparison",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "axes",
    "pgtrigger",
    "pghistory",
    "pghistory.admin",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "config.caching.keep_private",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.refusals.explain_wrong_method",
    "pghistory.middleware.HistoryMiddleware",
    "axes.middleware.AxesMiddleware",  # last: it answers for a refused login
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.csp",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.permissions.permissions",
                "comparison.watching.context.watching",
            ],
        },
    },
]

# --- Where it keeps things ----------------------------------------------------------------------------

DATABASES = {
    "default": read_database_url(env.text("DATABASE_URL") or EmbeddedPostgres.of(DATA_DIR).uri())
    | {"CONN_MAX_AGE": 0}  # the pool keeps connections; Django must give them back
}
DATABASES["default"]["OPTIONS"] |= {  # type: ignore[operator]  # a dict among the values of a dict
    "pool": {
        "min_size": 1,
        "max_size": env.integer("COLLATE_DATABASE_POOL_SIZE", 8, minimum=1, maximum=200),
        "timeout": 10,
    }
}

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Elsewhere WhiteNoise reads the files where they lie, so tests and a developer need no collectstatic.
HAS_COLLECTED_STATIC = PRODUCTION or DEMO
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not HAS_COLLECTED_STATIC

DOCUMENTS_DIR = env.folder("COLLATE_DOCUMENTS_DIR", DATA_DIR / "documents")
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DOCUMENTS_DIR},
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if HAS_COLLECTED_STATIC
        else "django.contrib.staticfiles.storage.StaticFilesStorage",
    },
}
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

# --- How much it takes in -----------------------------------------------------------------------------

UPLOAD_MAX_BYTES = env.integer("COLLATE_UPLOAD_MAX_BYTES", 200 * MEGABYTE, minimum=1, maximum=10**10)
UPLOAD_MAX_TOTAL_BYTES = env.integer(
    "COLLATE_UPLOAD_MAX_TOTAL_BYTES", 1_000 * MEGABYTE, minimum=1, maximum=10**11
)
UPLOAD_MAX_FILES = env.integer("COLLATE_UPLOAD_MAX_FILES", 100, minimum=1, maximum=10_000)
ARCHIVE_MAX_MEMBERS = env.integer("COLLATE_ARCHIVE_MAX_MEMBERS", 5_000, minimum=1, maximum=100_000)
ARCHIVE_MAX_BYTES = env.integer("COLLATE_ARCHIVE_MAX_BYTES", 500 * MEGABYTE, minimum=1, maximum=10**11)
# A few too many get a sentence on the form; Django refuses far too many before it has kept them.
DATA_UPLOAD_MAX_NUMBER_FILES = 10 * UPLOAD_MAX_FILES
READING_MAX_SECONDS = env.integer("COLLATE_READING_MAX_SECONDS", 300, minimum=1, maximum=86_400)

# --- EDGAR --------------------------------------------------------------------------------------------

# Nothing is asked of EDGAR unless somebody starts a fetch, or follows issuers with EDGAR_FOLLOW on.
EDGAR_CONTACT = env.text("COLLATE_EDGAR_CONTACT")
if EDGAR_CONTACT and not ("@" in EDGAR_CONTACT and EDGAR_CONTACT.isascii() and EDGAR_CONTACT.isprintable()):
    raise EnvironmentValueError('COLLATE_EDGAR_CONTACT must look like "Company name mail@company.example".')
EDGAR_URL = env.text("COLLATE_EDGAR_URL", "https://www.sec.gov")
EDGAR_DATA_URL = env.text("COLLATE_EDGAR_DATA_URL", "https://data.sec.gov")
for address in (EDGAR_URL, EDGAR_DATA_URL):
    if not address.startswith(("https://", "http://")):
        raise EnvironmentValueError("COLLATE_EDGAR_URL and COLLATE_EDGAR_DATA_URL must start with https://.")
EDGAR_FOLLOW = env.boolean("COLLATE_EDGAR_FOLLOW")
if EDGAR_FOLLOW and not EDGAR_CONTACT:
    raise EnvironmentValueError(
        "COLLATE_EDGAR_FOLLOW needs COLLATE_EDGAR_CONTACT: EDGAR wants to know who asks."
    )

# --- Accounts -----------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "login"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
# Name and address together: by the address alone a stranger would lock out everybody behind the same proxy.
# There the name is what is locked; headers that say who is behind it can be forged, and are not read.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "registration/locked_out.html"

# --- Programs -----------------------------------------------------------------------------------------

API_REQUESTS_PER_MINUTE = env.integer("COLLATE_API_REQUESTS_PER_MINUTE", 300, minimum=1, maximum=1_000_000)

# --- E-mail -------------------------------------------------------------------------------------------

SITE_URL = env.text("COLLATE_SITE_URL", "http://localhost:8000").rstrip("/")
if not SITE_URL.startswith(("http://", "https://")):
    raise EnvironmentValueError("COLLATE_SITE_URL must start with http:// or https://.")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("COLLATE_EMAIL_FROM", "collate@localhost")
SMTP_HOST = env.text("COLLATE_SMTP_HOST")
# Without a server to hand it to, mail is printed where the process writes.
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": SMTP_HOST,
            "port": env.integer("COLLATE_SMTP_PORT", 587, minimum=1, maximum=65_535),
            "username": env.text("COLLATE_SMTP_USER"),
            "password": env.text("COLLATE_SMTP_PASSWORD"),
            "use_tls": env.boolean("COLLATE_SMTP_TLS", default=True),
            "timeout": 30,
        },
    }
    if SMTP_HOST
    else {"BACKEND": "django.core.mail.backends.console.EmailBackend"}
}

# --- Language, time, log ------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    # These two tell of their own start on every command, axes of each good log-in, httpx of each request.
    "loggers": {name: {"level": "WARNING"} for name in ("axes", "procrastinate", "httpx")},
    "root": {"handlers": ["console"], "level": env.text("COLLATE_LOG_LEVEL", "INFO").upper()},
}
