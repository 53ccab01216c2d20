"""accounts/counters.py and counter_file.py: whatever counts at the same moment, no number is given twice."""

import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache.backends.locmem import LocMemCache
from redis.exceptions import ConnectionError as RedisIsAway

from accounts.counter_file import SLOTS_TOGETHER, DayFile, PeriodFile
from accounts.counters import MachineCounters, SharedCounters, hidden
from scripts.files import ROOT

COUNTING = """
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from accounts.counter_file import PeriodFile
counters = PeriodFile(Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
with ThreadPoolExecutor(2) as pool:
    print(*pool.map(lambda _number: counters.count(b"a" * 16, 1), range(2000)))
"""


@pytest.fixture
def own(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return MachineCounters()


def test_two_processes_of_two_threads_count_every_number_once(tmp_path):
    workers = [
        subprocess.Popen(  # noqa: S603 (our own words)
            [sys.executable, "-c", COUNTING, tmp_path / "counts"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _worker in range(2)
    ]
    assert [worker.stdout.readline() for worker in workers] == ["ready\n", "ready\n"]
    for worker in workers:
        worker.stdin.write("go\n")
        worker.stdin.flush()
    numbers = [int(number) for worker in workers for number in worker.communicate()[0].split()]

    assert sorted(numbers) == list(range(1, 4001))


def test_each_is_counted_alone_and_forgotten_with_the_period(own, tmp_path):
    assert [own.count("192.0.2.1", 7) for _time in range(3)] == [1, 2, 3]
    assert own.count("192.0.2.2", 7) == 1

    assert own.count("192.0.2.2", 8) == 1
    # A worker that has waited since the period before does not begin that one again.
    assert own.count("192.0.2.2", 7) == 2
    # Nothing of those who have not come back is kept; nor is anybody's address.
    kept = (tmp_path / "api_requests").read_bytes()
    assert hidden("192.0.2.2") in kept
    assert hidden("192.0.2.1") not in kept
    assert b"192.0.2" not in kept


def test_where_there_is_no_room_the_one_that_asks_most_is_remembered(tmp_path):
    counters = PeriodFile(tmp_path / "counts")
    busy, *others = (b"same" + bytes([number] * 12) for number in range(1, SLOTS_TOGETHER + 4))
    for _time in range(5):
        counters.count(busy, 1)

    for other in others:
        counters.count(other, 1)

    assert counters.count(busy, 1) == 6


def test_use_of_a_key_is_kept_for_its_last_day(tmp_path):
    days = DayFile(tmp_path / "days")
    for _time in range(3):
        days.count(1, 100)
    days.count(9, 101)

    assert [days.counted(1, 100), days.counted(9, 101), days.counted(9, 100), days.counted(5, 101)] == [
        3,
        1,
        0,
        0,
    ]
    days.count(1, 101)
    assert days.counted(1, 101) == 1


# Several machines


@pytest.fixture
def shared(own, monkeypatch):
    cache = LocMemCache("machines", {})
    cache.clear()
    monkeypatch.setattr("accounts.counters.caches", {"shared": cache})
    return SharedCounters(own)


def test_machines_count_together(shared, own, settings):
    machines = [shared, SharedCounters(own)]
    with ThreadPoolExecutor(4) as pool:
        numbers = list(pool.map(lambda number: machines[number % 2].count("192.0.2.1", 7), range(100)))
    assert sorted(numbers) == list(range(1, 101))
    assert machines[0].count("192.0.2.1", 8) == 1

    for machine in machines:
        machine.count_use(4, 100)
    assert [machine.used(4, 100) for machine in machines] == [2, 2]


def test_each_machine_counts_for_itself_while_redis_is_away(shared, monkeypatch, caplog):
    asked = Counter()

    def away(*_args):
        asked["redis"] += 1
        raise RedisIsAway

    shared.count("192.0.2.1", 7)
    monkeypatch.setattr(shared.cache, "incr", away)
    assert [shared.count("192.0.2.1", 7) for _time in range(3)] == [1, 2, 3]
    # It is left in peace for a while, and told of once.
    assert (asked["redis"], len(caplog.records)) == (1, 1)

    monkeypatch.undo()
    shared.away_until = 0.0
    monkeypatch.setattr("accounts.counters.caches", {})
    assert shared.count("192.0.2.1", 7) == 2
