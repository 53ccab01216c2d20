"""What came of all faults: a table for people, JSON for whoever compares."""

import json
from datetime import UTC, datetime
from pathlib import Path

from scripts.bench.machine import machine
from scripts.faults.trial import Trial

HEAD = [
    *("fault", "requests", "failed", "of these a clear 503", "longest", "longest write", "back after"),
    *("writes acknowledged", "lost", "doubled", "half", "targets"),
]


def row_of(trial: Trial) -> list[str]:
    failed = trial.failed()
    return [
        trial.name,
        f"{len(trial.asked):,}",
        f"{len(failed):,}",
        f"{sum(one.is_clear for one in failed):,}",
        f"{trial.longest():.1f} s",
        f"{trial.longest_write():.1f} s",
        f"{trial.back_after():.1f} s" if trial.causes else "–",
        f"{trial.ledger.counted()['acknowledged']:,}",
        str(len(trial.truth.lost)),
        str(len(trial.truth.doubled)),
        str(len(trial.truth.half) + len(trial.truth.kept_though_refused)),
        "met" if not trial.misses() else "MISSED",
    ]


def table(trials: list[Trial]) -> str:
    lines = [f"| {' | '.join(HEAD)} |", f"| --- |{' ---: |' * (len(HEAD) - 2)} --- |"]
    lines += [f"| {' | '.join(row_of(trial))} |" for trial in trials]
    return "\n".join(lines)


def misses(trials: list[Trial]) -> str:
    return "\n".join(f"- {trial.name}: {miss}" for trial in trials for miss in trial.misses())


def keep(trials: list[Trial], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    told = {
        "when": datetime.now(tz=UTC).isoformat(timespec="minutes"),
        "machine": machine(),
        "faults": [trial.figures() for trial in trials],
    }
    path.write_text(json.dumps(told, indent=1, ensure_ascii=False, default=str) + "\n")
