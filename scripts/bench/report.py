"""What was measured: whole, as JSON; and as tables in docs/performance.md, between two marks."""

import argparse
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

BEGINNING, END = "<!-- bench: what follows is written by `make bench` -->", "<!-- bench: end -->"
NAMES = {"postgresql": "PostgreSQL", "sqlite": "SQLite"}
# A page in the middle shows 25 rows, as theirs do; the first shows up to a hundred besides that are to come.
# What Wagtail 7 took for the same pages, in seconds, where nginx took the last for the static page.
WAGTAIL = {"anew: events, middle": 0.023, "anew: event": 0.0087}
NGINX_BESIDE_WAGTAIL = 0.000007
BASELINES = {
    "anew: events, middle": "baseline: list",
    "anew: API: events": "baseline: API list",
    "anew: API: events, the baseline's keys": "baseline: API list",
}
LIMIT = "nginx, from disk: page"

Found = dict[str, Any]


def write(found: Found, options: argparse.Namespace, *, folder: Path, document: Path) -> None:
    result = folder / "result.json"
    result.write_text(json.dumps({"asked": vars(options), **found}, indent=1) + "\n")
    text = "\n".join(lines_of(found))
    print(f"\n{text}\n\nThe whole result: {result}")
    if not options.unwritten:
        document.write_text(replaced(document.read_text(encoding="utf-8"), text), encoding="utf-8")


def replaced(document: str, text: str) -> str:
    before, mark, rest = document.partition(BEGINNING)
    if not mark:
        return f"{document.rstrip()}\n\n{BEGINNING}\n\n{text}\n\n{END}\n"
    return f"{before}{BEGINNING}\n\n{text}\n\n{END}{rest.partition(END)[2]}"


def lines_of(found: Found) -> Iterator[str]:
    machine = found["machine"]
    kind = f"{machine['processor']}, {machine['cores']} cores, {machine['memory']}"
    yield f"From one run, {found['at']}: {kind}; {machine['nginx']}; Python {machine['python']}."
    yield f"Load of the machine when it began: {machine['load']}."
    for kind, parts in found["by_database"].items():
        name = NAMES[kind]
        if "throughput" in parts:
            yield from rates(name, parts["throughput"], parts.get("queries", {}))
        if "queries" in parts:
            yield from queries(name, parts["queries"])
        if "weight" in parts:
            yield from weights(name, parts["weight"])
        yield from worker(name, parts)
        if "flatness" in parts:
            yield from flatness(name, parts)


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    heads = list(heads)
    yield ""
    yield f"| {' | '.join(heads)} |"
    yield f"| --- |{' ---: |' * (len(heads) - 1)}"
    yield from (f"| {' | '.join(row)} |" for row in rows)


def rates(name: str, found: Found, queries: dict[str, int]) -> Iterator[str]:
    measured = found["rates"]
    limit = measured.get(LIMIT, {}).get("processor")
    yield ""
    yield f"### What one core answers: {found['database']}"
    yield from table(
        ["what", "answers/s", "processor, ms", "share of nginx", "of the baseline", "of Wagtail", "queries"],
        (rate_row(label, measured, limit, queries) for label in measured),
    )


def rate_row(label: str, measured: Found, limit: float | None, queries: dict[str, int]) -> list[str]:
    rate = measured[label]
    # The limit is the file, also of a 304; what nginx takes for that itself stands beside.
    same = measured.get(f"nginx, from disk: {label.rpartition(': ')[2]}")
    of_nginx = same["processor"] if same else limit
    cells = [label, f"{rate['per_second']:,.0f}", f"{rate['processor'] * 1000:.3f}"]
    cells.append(f"{of_nginx / rate['processor']:.3f}" if of_nginx else "")
    baseline = measured.get(BASELINES.get(label, ""))
    cells.append(f"× {baseline['processor'] / rate['processor']:.1f}" if baseline else "")
    if label in WAGTAIL and limit:
        share = WAGTAIL[label] / NGINX_BESIDE_WAGTAIL
        cells.append(f"× {share / (rate['processor'] / limit):.1f}")
    else:
        cells.append("")
    return [*cells, str(queries.get(label.removeprefix("anew: "), ""))]


def queries(name: str, found: dict[str, int]) -> Iterator[str]:
    """Those that ask the most."""
    pages = {label: number for label, number in found.items() if not label.startswith("API")}
    programs = {label: number for label, number in found.items() if label.startswith("API")}
    yield ""
    yield f"### Queries: {name}"
    yield ""
    for what, numbers, budget in (("page or feed", pages, 6), ("answer of the API", programs, 4)):
        above = [f"{label} {number}" for label, number in numbers.items() if number > budget]
        told = ", ".join(above) if above else "none"
        yield f"- Most for one {what}: {max(numbers.values())}. More than {budget}: {told}."


def weights(name: str, found: Found) -> Iterator[str]:
    yield ""
    yield f"### What a visit transfers, headers included: {name}"
    yield from table(
        ["page", "first visit", "requests", "later, page changed", "later, page unchanged"],
        (
            [
                label,
                f"{of['first visit'] / 1000:.1f} KB",
                str(of["requests"]),
                f"{of['another visit, page changed'] / 1000:.1f} KB",
                f"{of['another visit, page unchanged'] / 1000:.1f} KB",
            ]
            for label, of in found.items()
        ),
    )


def worker(name: str, parts: Found) -> Iterator[str]:
    told = []
    if "start" in parts:
        told.append(f"- First answer {parts['start']:.2f} s after the start.")
    if "memory" in parts:
        held = parts["memory"]
        told.append(
            f"- A worker holds {held['at rest']:.0f} MB at rest, {held['after one page']:.0f} MB after one, "
            f"{held['after the load']:.0f} MB after {held['seconds']:,} s of mixed load "
            f"({held['answers']:,} answers; at most {held['most']:.0f} MB)."
        )
    if told:
        yield from ("", f"### Start and memory: {name}", "", *told)


def flatness(name: str, parts: Found) -> Iterator[str]:
    few, many = parts["sizes"][0], parts["sizes"][-1]
    found = parts["flatness"]
    above = [label for label, of in found.items() if not of.get("is_flat")]
    yield ""
    yield f"### From {few:,} to {many:,} events: {name}"
    yield ""
    flat = f"{len(found) - len(above)} of {len(found)}"
    yield f"{flat} addresses cost at most 1.3 times as much (processor time)."
    if cold := [label for label, of in found.items() if of.get("was_stopped_at_first")]:
        yield ""
        yield (
            "Stopped when first asked, while the database read from disk, and not again: "
            + "; ".join(cold)
            + "."
        )
    yield from table(
        ["address", f"{few:,}", f"{many:,}", "of it the database", "processor", "waited"],
        (flat_row(label, of) for label, of in found.items()),
    )


def flat_row(label: str, of: Found) -> list[str]:
    if "stopped" in of:
        return [label, "", "", "", "**stopped**", ""]
    ratio = f"{of['processor_ratio']:.2f}"
    return [
        label,
        f"{of['processor_few'] * 1000:.1f} ms",
        f"{of['processor_many'] * 1000:.1f} ms",
        f"{of['database_many'] * 1000:.1f} ms",
        ratio if of["is_flat"] else f"**{ratio}**",
        f"{of['waited_ratio']:.2f}",
    ]
