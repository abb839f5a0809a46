"""Many regions at once: each in a process of its own, told as soon as it is there; one that fails harms no other."""

import gc
import os
import signal
import struct
import time
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from amends.methods.planning.fan_out import fan_out


def region(seed):
    """A region planned to its end. What it takes to plan is loaded here: other jobs need none of it."""
    from amends.methods.planning.solve import solve
    from amends.methods.planning.stop import MaxSeconds
    from tests.methods.planning.made import random_problem

    return solve(random_problem(seed, 6, 3, 2), stop=MaxSeconds(60), seed=0)


def fails(note):
    """Fails each time, and notes that it was tried."""
    _tried(note)
    raise KeyError("no such person")


def fails_once(note):
    """Fails the first time only."""
    if _tried(note) == 1:
        raise MemoryError("too little")
    return "planned"


def killed(note):
    """Is killed by the machine, as for want of memory."""
    _tried(note)
    os.kill(os.getpid(), signal.SIGKILL)


def killed_while_sending(note):
    """Is killed with a part of its result on the way."""
    _tried(note)
    pipes = [one for one in gc.get_objects() if isinstance(one, Connection) and one.writable and not one.readable]
    for pipe in pipes:
        os.write(pipe.fileno(), struct.pack("!i", 1000) + b"half a result")
    os.kill(os.getpid(), signal.SIGKILL)


def waits(note, sign, seconds=60):
    """Waits for a sign from outside, noting that it runs."""
    _tried(note)
    until = time.monotonic() + seconds
    while not Path(sign).exists() and time.monotonic() < until:
        time.sleep(0.02)
    return Path(sign).exists()


def at_once(value):
    """Has its result at once."""
    return value


def _tried(note) -> int:
    with Path(note).open("a") as file:
        file.write("x")
    return len(Path(note).read_text())


def test_regions_planned_beside_each_other_are_planned_as_each_alone():
    outcomes = {one.name: one for one in fan_out({f"r{n}": partial(region, n) for n in range(3)}, workers=2)}
    for number in range(3):
        outcome = outcomes[f"r{number}"]
        alone = region(number)
        assert outcome.result is not None
        assert (outcome.result.plan, outcome.result.score) == (alone.plan, alone.score)
        assert outcome.failure is None and outcome.attempts == 1
        assert outcome.peak_mib is not None and 10 < outcome.peak_mib < 4000


def test_what_is_there_is_told_while_others_still_run(tmp_path):
    sign = tmp_path / "sign"
    jobs = {"slow": partial(waits, tmp_path / "slow", sign), "quick": partial(at_once, "done")}
    stream = fan_out(jobs, workers=2)
    first = next(stream)
    assert (first.name, first.result) == ("quick", "done")
    sign.touch()
    assert [(one.name, one.result) for one in stream] == [("slow", True)]


def test_one_that_fails_is_tried_once_more_and_told_the_others_are_unharmed(tmp_path):
    jobs = {
        "broken": partial(fails, tmp_path / "broken"),
        "killed": partial(killed, tmp_path / "killed"),
        "halfway": partial(killed_while_sending, tmp_path / "halfway"),
        "second": partial(fails_once, tmp_path / "second"),
        "good": partial(at_once, 1),
    }
    outcomes = {one.name: one for one in fan_out(jobs, workers=2)}
    assert outcomes["good"].result == 1 and outcomes["good"].attempts == 1
    assert outcomes["second"].result == "planned" and outcomes["second"].attempts == 2
    assert outcomes["broken"].result is None and "no such person" in (outcomes["broken"].failure or "")
    for name in ("killed", "halfway"):
        assert outcomes[name].result is None and str(-signal.SIGKILL.value) in (outcomes[name].failure or "")
    assert [len((tmp_path / name).read_text()) for name in ("broken", "killed", "halfway", "second")] == [2, 2, 2, 2]


def test_never_more_at_a_time_than_there_are_workers(tmp_path):
    sign = tmp_path / "sign"
    jobs = {f"r{n}": partial(waits, tmp_path / f"r{n}", sign) for n in range(3)} | {"last": partial(at_once, 0)}
    stream = fan_out({"first": partial(at_once, 0), **jobs}, workers=2)
    assert next(stream).name == "first"
    until = time.monotonic() + 60
    while not (tmp_path / "r1").exists() and not (tmp_path / "r0").exists() and time.monotonic() < until:
        time.sleep(0.02)
    assert not (tmp_path / "r2").exists()
    sign.touch()
    assert {one.name for one in stream} == {"r0", "r1", "r2", "last"}


def test_no_workers_are_refused():
    with pytest.raises(ValueError, match="workers"):
        next(fan_out({}, workers=0))
