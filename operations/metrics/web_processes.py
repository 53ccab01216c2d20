"""The figures of all web processes of this machine as one, and what each of them takes."""

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from operations.metrics.snapshots import Figures, Process, processes

# What the system counts in.
TICKS, PAGE = os.sysconf("SC_CLK_TCK"), os.sysconf("SC_PAGE_SIZE")


@dataclass
class Sum:
    """Of one metric: sample and labels → value. Steps of a histogram are sums of sums, and add up as well."""

    kind: str
    text: str
    values: dict[tuple[str, tuple[tuple[str, str], ...]], float] = field(default_factory=dict)

    def add(self, samples: list[tuple[str, dict[str, str], float]]) -> None:
        for name, labels, value in samples:
            key = (name, tuple(labels.items()))
            self.values[key] = self.values.get(key, 0.0) + value


class WebProcesses:
    """A process that has ended leaves what it has counted: a counter must not fall. Not what it held.

    What ended before this one began is forgotten: who collects figures knows counters that begin anew.
    """

    def __init__(self) -> None:
        self.left: dict[str, Sum] = {}
        self.collecting = Lock()
        for process in processes():
            del process

    def collect(self) -> Iterator[Metric]:
        with self.collecting:
            alive = []
            for process in processes():
                if process.is_alive:
                    alive.append(process)
                else:
                    _add(self.left, [metric for metric in process.figures if metric[1] != "gauge"])
            sums: dict[str, Sum] = {}
            _add(sums, [(name, one.kind, one.text, _samples(one)) for name, one in self.left.items()])
            for process in alive:
                _add(sums, process.figures)
        for name, one in sums.items():
            metric = Metric(name, one.text, one.kind)
            for (sample, labels), value in one.values.items():
                metric.add_sample(sample, dict(labels), value)
            yield metric
        yield from what_they_take(alive)


def _add(sums: dict[str, Sum], figures: Figures) -> None:
    for name, kind, text, samples in figures:
        sums.setdefault(name, Sum(kind, text)).add(samples)


def _samples(one: Sum) -> list[tuple[str, dict[str, str], float]]:
    return [(sample, dict(labels), value) for (sample, labels), value in one.values.items()]


def what_they_take(alive: list[Process]) -> Iterator[Metric]:
    """As the system knows it, so that it costs the processes nothing."""
    count = GaugeMetricFamily("portal_web_processes", "Web processes that live")
    count.add_metric([], len(alive))
    memory = GaugeMetricFamily("portal_process_resident_memory_bytes", "Memory it holds", labels=["pid"])
    work = CounterMetricFamily("portal_process_cpu_seconds", "Processor time it took", labels=["pid"])
    files = GaugeMetricFamily("portal_process_open_fds", "Files and sockets it has open", labels=["pid"])
    most = GaugeMetricFamily("portal_process_max_fds", "How many it may have open", labels=["pid"])
    threads = GaugeMetricFamily("portal_process_threads", "Threads it runs", labels=["pid"])
    booted = time.time() - time.clock_gettime(time.CLOCK_BOOTTIME)
    begun = GaugeMetricFamily("portal_process_start_time_seconds", "When it began", labels=["pid"])
    for process in alive:
        of, pid = Path("/proc", str(process.pid)), [str(process.pid)]
        try:
            # After the name, which may have brackets and blanks of its own.
            told = (of / "stat").read_text().rpartition(")")[2].split()
            memory.add_metric(pid, int(told[21]) * PAGE)
            work.add_metric(pid, (int(told[11]) + int(told[12])) / TICKS)
            threads.add_metric(pid, int(told[17]))
            begun.add_metric(pid, booted + int(told[19]) / TICKS)
            files.add_metric(pid, len(list((of / "fd").iterdir())))
            most.add_metric(pid, _most_files(of))
        except (OSError, ValueError, IndexError):
            # It has just ended, or runs as somebody else, or this system has no such folder.
            continue
    yield from (count, memory, work, files, most, threads, begun)


def _most_files(of: Path) -> float:
    for line in (of / "limits").read_text().splitlines():
        if line.startswith("Max open files"):
            return float(line.split()[3].replace("unlimited", "inf"))
    return float("inf")
