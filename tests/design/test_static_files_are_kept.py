"""Static files are named by what is in them, so that browsers may keep them for good."""

import re

from django.contrib.staticfiles.storage import StaticFilesStorage
from django.core.management import call_command
from django.utils.module_loading import import_string

from amends.config import settings as service
from amends.design import build

HASHED = re.compile(r"\.[0-9a-f]{12}\.\w+(\.\w+)?$")


def test_a_script_imports_others_by_their_hashed_names(settings, tmp_path):
    build.build()
    backend = service.STORAGES["staticfiles"]
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {"staticfiles": backend}
    call_command("collectstatic", "--no-input", verbosity=0)
    storage = import_string(backend["BACKEND"])(location=tmp_path, base_url="/static/")
    assert isinstance(storage, StaticFilesStorage)
    [script] = [path for path in (tmp_path / "design").glob("amends.*.js") if HASHED.search(path.name)]
    imported = re.findall(r'from\s*"([^"]+)"', script.read_text())
    assert imported
    for name in imported:
        path = (script.parent / name).resolve()
        assert path.is_file()
        assert HASHED.search(path.name)
