"""The region-scale service under simulated users, against a bare Django page under the same load in the same run.

    python -m bench.pages                    60 users for two minutes, at the pace of people who read
    python -m bench.pages --pause 1 3        the same in a hurry: more than two cores can answer
    python -m bench.pages --users 10 --seconds 20 --scale small

Each simulated user is signed in beforehand (a sign-in's cost is the password's, on purpose) and goes about one role's
work: to the pages that the role opens, those of a case, a register and a person often, lists daily, reports seldom
(`bench/sign_ins.py` has the shares). They pause 5 to 15 seconds between pages unless told otherwise: time to read a
page and decide. The bare page is
served by the same server, with as many processes and threads, from the same database, and is asked for by one user in
ten. Times are the client's.
"""

import argparse
import contextlib
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import psutil

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
SERVICE, BARE = 8765, 8766
BARE_PAGE = "bare Django page"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--users", type=int, default=60)
    parser.add_argument("--seconds", type=int, default=120)
    parser.add_argument("--pause", type=float, nargs=2, default=(5, 15), metavar=("LEAST", "MOST"), help="seconds")
    parser.add_argument("--scale", default="region", choices=["small", "region"])
    given = parser.parse_args()
    os.environ.setdefault("AMENDS_CLUSTER", f"bench-{given.scale}")
    os.environ["DJANGO_SETTINGS_MODULE"] = "amends.config.settings"
    subprocess.run(
        [sys.executable, "-m", "amends.cli", "demo", "--scale", given.scale, "--no-serve"], check=True, cwd=ROOT
    )

    from amends.config.database import serving

    with serving(), tempfile.TemporaryDirectory() as folder:
        plan = Path(folder) / "plan.json"
        prepared = subprocess.run([sys.executable, "-m", "bench.sign_ins", str(plan)], check=False, cwd=ROOT)
        if prepared.returncode:
            return prepared.returncode
        servers = [_serve("amends.config.wsgi:application", SERVICE), _serve("bench.bare:application", BARE)]
        try:
            _wait(f"http://127.0.0.1:{SERVICE}/account/login/")
            _wait(f"http://127.0.0.1:{BARE}/")
            before, watched = os.getloadavg()[0], {"Python": servers[0].pid, "PostgreSQL": _postmaster()}
            began = {name: _busy(pid) for name, pid in watched.items()}
            figures = _load(given, plan, Path(folder) / "figures")
            busy = {name: _busy(pid) - began[name] for name, pid in watched.items()}
        finally:
            for server in servers:
                server.terminate()
                server.wait()
    _tell(figures, given, before)
    pages = sum(row["num_requests"] for row in figures if row["name"] != BARE_PAGE)
    print(f"\n{pages / given.seconds:.1f} pages a second")
    told = ", ".join(f"{1000 * seconds / pages:.0f} ms in {name}" for name, seconds in busy.items())
    print(f"processor time for each page, whatever else the machine does: {told}")
    return 0


def _serve(application: str, port: int) -> subprocess.Popen[bytes]:
    command = [
        str(Path(sys.executable).with_name("granian")),
        "--interface",
        "wsgi",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--workers",
        str(min(os.cpu_count() or 2, 4)),
        "--blocking-threads",
        "8",
        "--log-level",
        "warning",
        application,
    ]
    return subprocess.Popen(command, cwd=ROOT)


def _wait(address: str) -> None:
    for _ in range(100):
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"{address} did not answer")


def _load(given: argparse.Namespace, plan: Path, figures: Path) -> list[dict[str, object]]:
    command = [
        sys.executable,
        "-m",
        "locust",
        "-f",
        str(HERE / "visitors.py"),
        "--headless",
        "--users",
        str(given.users),
        "--spawn-rate",
        str(max(given.users / 10, 1)),
        "--run-time",
        f"{given.seconds}s",
        "--json-file",
        str(figures),
        "--only-summary",
        "--reset-stats",
    ]
    environment = os.environ | {"BENCH_PLAN": str(plan), "BENCH_SERVICE": str(SERVICE), "BENCH_BARE": str(BARE)}
    environment["BENCH_PAUSE"] = " ".join(map(str, given.pause))
    subprocess.run(command, check=False, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    return json.loads(figures.with_suffix(".json").read_text())


def _postmaster() -> int:
    """The process that all of the database server's others come from."""
    from amends.config.database import django_settings

    login = django_settings()
    import psycopg

    with psycopg.connect(
        host=str(login["HOST"]), port=int(str(login["PORT"])), user=str(login["USER"]),
        password=str(login["PASSWORD"]), dbname=str(login["NAME"]),
    ) as connection:  # fmt: skip
        return psutil.Process(connection.info.backend_pid).ppid()


def _busy(pid: int) -> float:
    """Seconds for which a process and those it started, ended ones too, have kept a processor busy."""
    process, total = psutil.Process(pid), 0.0
    for each in [*process.children(recursive=True), process]:
        with contextlib.suppress(psutil.NoSuchProcess):  # it ended meanwhile: the process that began it has its times
            times = each.cpu_times()
            total += times.user + times.system
    return total + times.children_user + times.children_system


def _share(times: dict[str, int], share: float) -> float:
    """The time, in milliseconds, within which so great a share of requests was answered."""
    ranked = sorted((float(time), count) for time, count in times.items())
    wanted, seen = share * sum(count for _time, count in ranked), 0
    for time_taken, count in ranked:
        seen += count
        if seen >= wanted:
            return time_taken
    return 0.0


def _tell(figures: list[dict[str, object]], given: argparse.Namespace, before: float) -> None:
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, load average {before:.1f} before it began"
    pause = "{:g} to {:g} s between pages".format(*given.pause)
    print(f"{given.users} users, {pause}, {given.seconds} s, scale {given.scale}; {machine}\n")
    print("| page | requests | errors | p50 ms | p95 ms | p95 / bare |")
    print("|---|--:|--:|--:|--:|--:|")
    bare = next(row for row in figures if row["name"] == BARE_PAGE)
    bare_p95 = _share(bare["response_times"], 0.95)
    total: dict[str, int] = {}
    for row in sorted(figures, key=lambda row: str(row["name"])):
        if row is not bare:
            for taken, count in row["response_times"].items():
                total[taken] = total.get(taken, 0) + count
        _row(str(row["name"]), row["response_times"], row["num_requests"], row["num_failures"], bare_p95)
    amends = [row for row in figures if row is not bare]
    _row(
        "**all of Amends**",
        total,
        sum(row["num_requests"] for row in amends),
        sum(row["num_failures"] for row in amends),
        bare_p95,
    )


def _row(name: str, times: dict[str, int], requests: int, errors: int, bare: float) -> None:
    p50, p95 = _share(times, 0.5), _share(times, 0.95)
    print(f"| {name} | {requests} | {errors} | {p50:.0f} | {p95:.0f} | {p95 / bare:.1f} |")


if __name__ == "__main__":
    sys.exit(main())
