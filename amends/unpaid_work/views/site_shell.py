"""What of the site pages a phone keeps in plain: the empty page, styles, scripts. Nothing about anybody."""

import hashlib
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

SCRIPTS = ("site", "clock", "page", "sending", "store", "taps", "words")
_STATIC = (
    "built/amends.css",
    "built/govuk-frontend.min.js",
    "design/amends.js",
    "design/supported.js",
    "design/icon.svg",
    *(f"unpaid_work/site/{name}.js" for name in SCRIPTS),
)
_TEMPLATES = Path(__file__).resolve().parent.parent / "templates" / "unpaid_work" / "site"


def shell_files() -> list[str]:
    """The addresses that the worker keeps; the empty page first."""
    return [reverse("unpaid_work:site_shell"), *(static(name) for name in _STATIC)]


@cache
def shell_version() -> str:
    """A hash of everything that the worker keeps: another one makes the phone fetch all of it anew."""
    digest = hashlib.sha256()
    for name in _STATIC:
        found = finders.find(name)
        digest.update(Path(found).read_bytes() if found else name.encode())
    for name in ("shell.html", "worker.js"):
        digest.update((_TEMPLATES / name).read_bytes())
    return digest.hexdigest()[:16]


def manifest_data() -> dict[str, object]:
    """The web app manifest."""
    here = reverse("unpaid_work:site")
    return {
        "name": _("Amends on site"),
        "short_name": "Amends",
        "id": here,
        "start_url": here,
        "scope": here,
        "display": "standalone",
        "orientation": "portrait",
        "background_color": "#ffffff",
        "theme_color": "#173b45",
        "icons": [
            {"src": static("design/icon.svg"), "sizes": "any", "type": "image/svg+xml"},
            *(
                {"src": static(f"design/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
                for size in (180, 512)
            ),
        ],
    }
