"""Every setting is in `.env.sample`, and production refuses to start without what it needs."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

GOOD = {
    "AMENDS_ENV": "production",
    "SECRET_KEY": "".join(chr(97 + index % 26) for index in range(64)),
    "ALLOWED_HOSTS": "amends.example",
    "DATABASE_URL": "postgresql://amends:x@localhost/amends",
}


def start(**changes: str) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if key in ("PATH", "HOME", "LANG")}
    environment |= {key: value for key, value in (GOOD | changes).items() if value}
    code = "import amends.config.settings as s; print('demo' in s.INSTALLED_APPS, s.DEBUG)"
    return subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)


def test_every_environment_variable_read_is_in_the_sample():
    read = set()
    for path in Path("amends").rglob("*.py"):
        read |= set(
            re.findall(r"""(?:environ(?:\.get)?[\[(]|_flag\(|_listed\()\s*["']([A-Z_]+)["']""", path.read_text())
        )
    sample = set(re.findall(r"^([A-Z_]+)=", Path(".env.sample").read_text(), re.M))
    assert read - {"PATH", "DJANGO_SETTINGS_MODULE", "NO_UPDATE_NOTIFIER"} == sample & read
    assert sample <= read


def test_production_starts_with_what_it_needs_and_without_the_demonstration():
    done = start()
    assert done.stdout.split() == ["False", "False"], done.stderr


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"SECRET_KEY": "a" * 80}, "SECRET_KEY"),
        ({"DEBUG": "true"}, "DEBUG"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        ({"DATABASE_URL": ""}, "DATABASE_URL"),
        ({"DATABASE_URL": "mysql://x/y"}, "DATABASE_URL"),
        ({"AMENDS_ENV": "prod"}, "AMENDS_ENV"),
        ({"DEBUG": "yes"}, "DEBUG"),
    ],
)
def test_production_refuses_what_is_missing_or_weak(changes, names):
    done = start(**changes)
    assert done.returncode != 0
    assert names in done.stderr.splitlines()[-1]


def test_file_commands_need_neither_database_nor_secret(tmp_path):
    environment = {"PATH": os.environ["PATH"], "AMENDS_ENV": "production"}
    command = [sys.executable, "-m", "amends.cli", "rule", "ete_cap", "ordered_minutes=6000", "--on", "2026-01-05"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert '"value": 1800' in done.stdout
