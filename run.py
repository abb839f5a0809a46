#!/usr/bin/env python3
"""Set Amends up and run it: needs Python 3.11 or later and this checkout, nothing else.

    python3 run.py demo [OPTIONS]    the demonstration service, on this machine (options: amends demo --help)
    python3 run.py test [--all] ...  every test, in parallel (more arguments go to pytest)
    python3 run.py check             style, types, layers, templates, migrations, deployment settings

The environment is made in `.venv`, with the pinned and hashed versions of `requirements/`, and again when they change.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent
ENVIRONMENT = CHECKOUT / ".venv"
PROGRAMS = ENVIRONMENT / "bin"
PYTHON = PROGRAMS / "python"
CHROMIUM = Path("/usr/bin/chromium")


def main(arguments: list[str]) -> int:
    if sys.version_info < (3, 11):
        return _stop("Amends needs Python 3.11 or later; this is " + sys.version.split()[0])
    if not arguments or arguments[0] not in ("demo", "test", "check"):
        print(__doc__)
        return 2
    os.chdir(CHECKOUT)
    command, *options = arguments
    set_up("app" if command == "demo" else "test")
    compiling = [PYTHON, "-m", "amends.methods.planning.priced"]
    if command == "demo":
        # Beside the rest: a first plan asked for sooner waits for it, nothing else does.
        subprocess.Popen(compiling, stderr=subprocess.DEVNULL)
        os.execv(PROGRAMS / "amends", ["amends", "demo", *options])
    if command == "test":
        _run(compiling)
        return test(options)
    beside = subprocess.Popen(compiling)  # no check needs it: it is there for the tests that come after
    failed = check()
    return beside.wait() or failed


def set_up(wanted: str) -> None:
    """Make the environment and the styles, where they are not made already."""
    lock = CHECKOUT / "requirements" / f"{wanted}.lock"
    stamp = ENVIRONMENT / f"{wanted}.stamp"
    mark = hashlib.sha256(lock.read_bytes() + (CHECKOUT / "pyproject.toml").read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text() != mark:
        _make_environment()
        print(f"Installing {lock.name} (a minute or so, the first time)", file=sys.stderr)
        pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
        _run([*pip, "--require-hashes", "-r", lock])
        _run([*pip, "--no-build-isolation", "--editable", CHECKOUT])
        if not shutil.which("npm"):
            _run([*pip, "--require-hashes", "-r", CHECKOUT / "requirements" / "node.lock"])
        stamp.write_text(mark)
    _run([PYTHON, "-m", "amends.design.build"])


def _make_environment() -> None:
    if PYTHON.exists():
        return
    try:
        import ensurepip  # noqa: F401
        import venv
    except ImportError:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        sys.exit(
            _stop(f"Python's venv module is missing: install the package python{version}-venv, then run this again")
        )
    shutil.rmtree(ENVIRONMENT, ignore_errors=True)
    venv.create(ENVIRONMENT, with_pip=True)


def test(options: list[str]) -> int:
    """Every test, in parallel, in the test database; `--all` adds the long ones."""
    _have_chromium()
    environment = os.environ | {"AMENDS_CLUSTER": "test", "AMENDS_CLUSTER_KIND": "passing"}
    return _status(
        [PYTHON, "-m", "pytest", "-n", str(min(os.cpu_count() or 2, 8)), "--dist", "worksteal", *options], environment
    )


def _have_chromium() -> None:
    if CHROMIUM.exists():
        return
    if shutil.which("apt-get") and os.geteuid() == 0:
        print("Installing Chromium from Debian", file=sys.stderr)
        quiet = {"stdout": subprocess.DEVNULL, "env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}}
        subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)
        if subprocess.run(["apt-get", "install", "-qq", "-y", "chromium"], check=False, **quiet).returncode == 0:
            return
    _run([PYTHON, "-m", "playwright", "install", "chromium"])


def check() -> int:
    """What can be known without running Amends: every check is run, and the first failure's code is returned."""
    production = {
        "AMENDS_ENV": "production", "SECRET_KEY": hashlib.sha256(os.urandom(32)).hexdigest(),
        "ALLOWED_HOSTS": "amends.example",
        "DATABASE_URL": "postgresql://amends:amends@localhost/amends",
    }  # fmt: skip
    development = {"AMENDS_CLUSTER": "test", "AMENDS_CLUSTER_KIND": "passing"}
    checks = [
        ([PROGRAMS / "ruff", "check", "."], {}),
        ([PROGRAMS / "ruff", "format", "--check", "."], {}),
        ([PROGRAMS / "mypy"], {}),
        ([PROGRAMS / "lint-imports"], {}),
        ([PROGRAMS / "djlint", "amends", "--lint", "--quiet"], {}),
        ([PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"], development),
        (
            [
                PYTHON,
                "-m",
                "django",
                "check",
                "--deploy",
                "--fail-level",
                "WARNING",
                "--settings",
                "amends.config.settings",
            ],
            production,
        ),
    ]
    failed = 0
    for command, extra in checks:
        print("$", *(str(part).removeprefix(f"{PROGRAMS}/") for part in command), file=sys.stderr)
        failed = failed or _status(command, os.environ | extra)
    return failed


def _status(command: list[object], environment: dict[str, str]) -> int:
    return subprocess.run([str(part) for part in command], env=environment, check=False).returncode


def _run(command: list[object]) -> None:
    done = subprocess.run([str(part) for part in command], check=False)
    if done.returncode:
        sys.exit(_stop(f"set-up stopped at: {' '.join(str(part) for part in command)}"))


def _stop(message: str) -> int:
    print(message, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
