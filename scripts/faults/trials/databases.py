"""The database goes: killed without a farewell, or frozen as by a storage that hangs."""

import time

from scripts.faults.site import Site
from scripts.faults.trial import Demands, Trial

# Whoever asks for what is not kept is told within five seconds.
AWAY = Demands(kept_pages_stay=True, back_within=2.0, longest=5.0)
# Between two: everything is back, and writers have written.
BETWEEN = 4.0


def killed(site: Site, *, is_short: bool) -> Trial:
    times, seconds = (3, 2.0) if is_short else (20, 3.0)
    trial = Trial(f"database killed {times} times", site, AWAY)
    with trial.under_load():
        for _ in range(times):
            time.sleep(BETWEEN)
            with trial.cause():
                site.cluster.stop()
                time.sleep(seconds)
                site.cluster.start()
                site.cluster.wait()
        time.sleep(BETWEEN)
    return trial


def frozen(site: Site, *, is_short: bool) -> Trial:
    seconds = 5.0 if is_short else 10.0
    trial = Trial(f"database frozen for {seconds:.0f} s", site, AWAY)
    with trial.under_load():
        time.sleep(BETWEEN)
        with trial.cause():
            site.cluster.freeze()
            time.sleep(seconds)
            site.cluster.thaw()
            site.cluster.wait()
        time.sleep(BETWEEN)
    return trial
