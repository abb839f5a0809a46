"""The simulated users of `bench/pages.py`, for locust: each goes about one role's work."""

import json
import os
import random
from pathlib import Path

from locust import FastHttpUser, between, task

PLAN = json.loads(Path(os.environ["BENCH_PLAN"]).read_text())
SERVICE = f"http://127.0.0.1:{os.environ['BENCH_SERVICE']}"
PAUSE = between(*map(float, os.environ["BENCH_PAUSE"].split()))
BARE = f"http://127.0.0.1:{os.environ['BENCH_BARE']}"


class Visitor(FastHttpUser):
    """Someone at work: the plan names the role's pages with addresses to choose from."""

    host = SERVICE
    wait_time = PAUSE
    weight = 9

    def on_start(self) -> None:
        (self.role,) = random.choices(PLAN, [role["weight"] for role in PLAN])
        self.headers = {"Cookie": f"sessionid={random.choice(self.role['sessions'])}", "Accept-Encoding": "gzip"}

    @task
    def look(self) -> None:
        pages = self.role["pages"]
        (name,) = random.choices(list(pages), [often for often, _addresses in pages.values()])
        _often, addresses = pages[name]
        with self.client.get(
            random.choice(addresses), headers=self.headers, name=name, catch_response=True, allow_redirects=False
        ) as answer:
            if answer.status_code != 200:
                answer.failure(f"{answer.status_code}")


class Bare(FastHttpUser):
    """The peer."""

    host = BARE
    wait_time = PAUSE
    weight = 1

    @task
    def look(self) -> None:
        self.client.get("/", name="bare Django page")
