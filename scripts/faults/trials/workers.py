"""The portal's own processes: killed, reloaded."""

import time

from scripts.faults.parts.process import wait_for
from scripts.faults.site import Site
from scripts.faults.trial import Demands, Trial

# Until new workers have taken over.
SETTLES = 5.0
# Of each of eight readers: nearly what two cores sustain with everything on them (`make soak`). With more,
# forms wait in a queue for seconds, and every kill meets several.
SUSTAINED = 14


def killed(site: Site, *, is_short: bool) -> Trial:
    """The oldest of each instance in turn, while all others serve.

    None is killed twice within seconds: granian takes that for a program that cannot start, and ends, to be
    started anew by systemd. That is tried apart.
    """
    times, between = (5, 2.0) if is_short else (20, 3.0)
    trial = Trial(f"workers killed {times} times", site, Demands(most_failed=0.001, back_within=2.0))
    with trial.under_load(readers=8, per_second=SUSTAINED):
        for turn in range(times):
            wait_for(lambda: all(instance.is_whole() for instance in site.instances), "Every worker")
            with trial.cause():
                site.instances[turn % 2].kill_worker()
            time.sleep(between)
    return trial


def reloaded(site: Site, *, is_short: bool) -> Trial:
    """The portal's instances and nginx itself, as after a new certificate."""
    times = 1 if is_short else 5
    trial = Trial(f"reloaded {times} times", site, Demands(most_failed=0))
    with trial.under_load():
        for _ in range(times):
            for instance in site.instances:
                with trial.cause():
                    instance.reload()
                    time.sleep(SETTLES)
                wait_for(instance.is_whole, "Every worker")
            with trial.cause():
                site.front.reload()
                time.sleep(1)
    return trial


def restarted(site: Site, *, is_short: bool) -> Trial:
    """One instance after the other, as an upgrade does."""
    times = 1 if is_short else 3
    trial = Trial(f"restarted {times} times, one instance after the other", site, Demands(most_failed=0))
    with trial.under_load():
        for _ in range(times):
            for instance in site.instances:
                with trial.cause():
                    instance.restart()
                time.sleep(1)
    ended = [seconds for instance in site.instances for seconds in instance.ended_within]
    trial.remarks["an instance ended within, s"] = round(max(ended), 1)
    return trial


def ended(site: Site, *, is_short: bool) -> Trial:
    """A whole instance at once, workers and all, as by the kernel where memory is short."""
    times = 2 if is_short else 6
    trial = Trial(f"an instance killed {times} times", site, Demands(most_failed=0.001, back_within=2.0))
    with trial.under_load():
        for turn in range(times):
            wait_for(lambda: all(instance.is_whole() for instance in site.instances), "Every worker")
            with trial.cause():
                site.instances[turn % 2].kill_all()
            time.sleep(SETTLES)
    return trial
