"""Amends runs on any PostgreSQL from 15 on: what guards the record is tried on Debian's own."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

PROGRAMS = Path("/usr/lib/postgresql/15/bin")
TRIED = [
    "tests/organisation/test_access.py",
    "tests/organisation/test_audit_chain.py",
    "tests/unpaid_work/test_races.py",
    "tests/unpaid_work/test_guards_of_bookings.py",
    "tests/unpaid_work/test_guards_of_sessions.py",
]


def have_debians() -> bool:
    if not PROGRAMS.exists() and os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {
            "stdout": subprocess.DEVNULL,
            "env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
            "check": False,
        }
        subprocess.run(["apt-get", "update", "-qq"], **quiet)
        subprocess.run(["apt-get", "install", "-qq", "-y", "postgresql-15"], **quiet)
    return PROGRAMS.exists()


@pytest.fixture
def server():
    """Debian's PostgreSQL 15 with an empty database, on a socket of its own; yields its DATABASE_URL."""
    if not have_debians():
        pytest.skip("Debian's PostgreSQL 15 cannot be installed here")
    folder = Path(tempfile.mkdtemp(prefix="amends-15-", dir="/tmp"))
    user = "postgres" if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user, user)
    common = {"user": user, "cwd": "/", "check": True, "stdout": subprocess.DEVNULL, "stdin": subprocess.DEVNULL}
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off -c max_connections=200"
    control = [PROGRAMS / "pg_ctl", "-D", folder / "data", "-w"]
    subprocess.run([PROGRAMS / "initdb", "-D", folder / "data", "-U", "amends", "--auth=trust", "--no-sync"], **common)
    subprocess.run([*control, "-o", options, "-l", folder / "log", "start"], **common)
    try:
        subprocess.run([PROGRAMS / "createdb", "-h", folder, "-U", "amends", "amends"], **common)
        yield f"postgresql://amends@/amends?host={folder}"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], **common)
        shutil.rmtree(folder)


@pytest.mark.long
def test_what_guards_the_record_holds_on_postgresql_15(server):
    environment = os.environ | {"DATABASE_URL": server, "AMENDS_TEST_NAME": "fifteen"}
    command = [sys.executable, "-m", "pytest", "-o", "addopts=", "-p", "no:cacheprovider", *TRIED]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:]
    assert " passed" in done.stdout
