"""Django's settings. Everything a service sets is an environment variable, listed in `.env.sample`.

AMENDS_ENV is `development` (the default: the demonstration may be made) or `production` (refuses to start without
real secrets and addresses, and never loads the demonstration).
"""

import os
import secrets
from datetime import timedelta
from pathlib import Path

import pghistory
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from amends.config import database

BASE_DIR = database.CHECKOUT
STATE_DIR = BASE_DIR / ".amends"


def _flag(name: str, default: bool = False) -> bool:
    value = os.environ.get(name, "true" if default else "false").lower()
    if value not in ("true", "false"):
        raise ImproperlyConfigured(f"{name} is {value!r}; write true or false")
    return value == "true"


def _listed(name: str) -> list[str]:
    return [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]


AMENDS_ENV = os.environ.get("AMENDS_ENV", "development")
if AMENDS_ENV not in ("development", "production"):
    raise ImproperlyConfigured(f"AMENDS_ENV is {AMENDS_ENV!r}; write development or production")
PRODUCTION = AMENDS_ENV == "production"
AMENDS_DEMO = not PRODUCTION
DEBUG = _flag("DEBUG")


def _development_secret() -> str:
    """A secret of this checkout's own, made once, so that sign-ins outlast a restart."""
    path = STATE_DIR / "secret"
    if not path.exists():
        STATE_DIR.mkdir(exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64))
    return path.read_text()


if PRODUCTION:
    SECRET_KEY = os.environ.get("SECRET_KEY", "")
    ALLOWED_HOSTS = _listed("ALLOWED_HOSTS")
    if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 10:
        raise ImproperlyConfigured("SECRET_KEY is missing or weak; set at least 50 random characters")
    if DEBUG:
        raise ImproperlyConfigured("DEBUG is on; production never runs with it")
    if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
        raise ImproperlyConfigured("ALLOWED_HOSTS is missing or open to all; name the addresses served")
    if not os.environ.get("DATABASE_URL"):
        raise ImproperlyConfigured("DATABASE_URL is missing; the embedded database is not for production")
else:
    SECRET_KEY = os.environ.get("SECRET_KEY") or _development_secret()
    ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]

DATABASES = {"default": database.django_settings()}
DATABASES["default"]["TEST"] = {"NAME": f"amends_test_{os.environ.get('AMENDS_TEST_NAME', 'all')}"}
DATABASES["default"]["CONN_MAX_AGE"] = 300
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "amends.design",  # before allauth: its templates win
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "csp",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "amends.organisation",
    "amends.cases",
    "amends.contacts",
    "amends.unpaid_work",
    "amends.enforcement",
    "amends.desk",
    "amends.exchange",
]
if not PRODUCTION:
    INSTALLED_APPS.append("demo")

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "amends.organisation.sign_in.SignInMiddleware",
    "amends.organisation.sign_in.SignInRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "amends.config.urls"
WSGI_APPLICATION = "amends.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "amends.config.context.page",
            ]
        },
    }
]

# Who may sign in, and for how long.
AUTH_USER_MODEL = "organisation.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "amends.organisation.sign_in.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = {"login_failed": None, "login": None}  # django-axes counts failures, across all processes
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
SOCIALACCOUNT_ADAPTER = "amends.organisation.sign_in.SocialAccountAdapter"
SOCIALACCOUNT_PROVIDERS = {}
if os.environ.get("OIDC_SERVER_URL"):
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "APPS": [
            {
                "provider_id": "staff",
                "name": os.environ.get("OIDC_NAME", "Single sign-on"),
                "client_id": os.environ.get("OIDC_CLIENT_ID", ""),
                "secret": os.environ.get("OIDC_CLIENT_SECRET", ""),
                "settings": {"server_url": os.environ["OIDC_SERVER_URL"]},
            }
        ]
    }
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Amends"
AMENDS_REQUIRE_TOTP = _flag("AMENDS_REQUIRE_TOTP", default=PRODUCTION)
SIGN_IN_IDLE = timedelta(minutes=30)
SIGN_IN_LONGEST = timedelta(hours=12)
SESSION_COOKIE_AGE = int(SIGN_IN_LONGEST.total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
PASSWORD_RESET_TIMEOUT = 24 * 3600  # seconds: how long a link for choosing a password holds
AXES_HANDLER = "amends.organisation.lock_out.LockOut"
AXES_FAILURE_LIMIT = 5  # of a username from one address
SIGN_IN_FAILURES_ANYWHERE = 50  # of a username from all addresses together
LINK_FAILURES_FROM_ADDRESS = 30  # one-time links that did not open, from one address
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # else whoever goes on trying keeps its holder out for good
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "amends.organisation.sign_in.name_tried"
AXES_LOCKOUT_TEMPLATE = "locked_out.html"
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "next"]  # the address asked for may name a person
AXES_CLIENT_IP_CALLABLE = "amends.organisation.sign_in.address_of"
PROXY_COUNT = int(os.environ.get("PROXY_COUNT", "0"))

# What a browser is told.
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin"  # an address holds what was searched for: no part of it is passed on
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "amends.design.views.csrf_failure"
X_FRAME_OPTIONS = "DENY"
if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],  # the site pages can be installed on a phone
        "worker-src": [SELF],  # and their worker shows them without a signal
        # Signing in elsewhere leaves by a form: without its address a browser would stop there.
        "form-action": [SELF, *([os.environ["OIDC_SERVER_URL"]] if os.environ.get("OIDC_SERVER_URL") else [])],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# Words, dates, files.
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English"), ("cy", "Cymraeg")]
LOCALE_PATHS = [BASE_DIR / "amends" / "locale"]
TIME_ZONE = "Europe/London"
USE_TZ = True
FORM_RENDERER = "amends.design.forms.Renderer"
STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT", STATE_DIR / "static"))
STATICFILES_DIRS = [("built", BASE_DIR / "amends" / "design" / "built")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "amends.config.static_files.StaticFiles"},
}

# A row's history holds every state it has left; the row itself holds the present one.
PGHISTORY_DEFAULT_TRACKERS = (pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
EMAIL_BACKEND = (
    "django.core.mail.backends.console.EmailBackend"
    if not PRODUCTION
    else "django.core.mail.backends.smtp.EmailBackend"
)
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "amends@localhost")
# Reminders of appointments by GOV.UK Notify: none are owed or sent without a key and a template.
NOTIFY_API_KEY = os.environ.get("NOTIFY_API_KEY", "")
NOTIFY_REMINDER_TEMPLATE = os.environ.get("NOTIFY_REMINDER_TEMPLATE", "")
NOTIFY_REMINDER_TEMPLATE_WELSH = os.environ.get("NOTIFY_REMINDER_TEMPLATE_WELSH", "")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"tokens": {"()": "amends.config.logs.WithoutTokens"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["tokens"]}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "WARNING")},
    # An address that was refused names a person: that goes to the audit trail, not to a log.
    "loggers": {"django.request": {"level": "ERROR"}},
}
