"""What stands beside the portal where it has grown: Redis, a store of files, a replica."""

import mimetypes
import time

from scripts.cluster.redis import Redis
from scripts.cluster.store import BUCKET, Store
from scripts.faults import ports
from scripts.faults.parts.database import NAME, ROLE, Cluster
from scripts.faults.readers import FILE
from scripts.faults.site import Site
from scripts.faults.trial import Demands, Trial, in_words


def redis_away(site: Site, *, is_short: bool) -> Trial:
    """Killed and started again, then frozen: what it counts is counted without it."""
    seconds = 4.0 if is_short else 10.0
    trial = Trial("Redis away, then frozen", site, Demands(most_failed=0))
    redis = Redis(ports.REDIS, folder=site.folder)
    redis.create()
    try:
        with (
            site.with_settings(REDIS_URL=f"redis://127.0.0.1:{ports.REDIS}/0"),
            trial.under_load(),
        ):
            with trial.cause():
                redis.kill()
                time.sleep(seconds)
                redis.create()
            time.sleep(3)
            with trial.cause():
                redis.freeze()
                time.sleep(seconds)
                redis.thaw()
    finally:
        redis.stop()
    return trial


def store_away(site: Site, *, is_short: bool) -> Trial:
    """It takes connections and answers nothing. Only files may be missed, and that is said in time."""
    seconds = 6.0 if is_short else 15.0
    trial = Trial("store of files frozen", site, Demands(back_within=2.0, longest=5.0))
    store = Store(ports.STORE, folder=site.folder)
    store.create()
    try:
        moved_to(store, site)
        with site.with_settings(**store.settings, X_ACCEL_PREFIX=""):
            site.has_file = lambda name: is_in(store, name)
            with trial.under_load():
                with trial.cause():
                    store.freeze()
                    time.sleep(seconds)
                    store.thaw()
                time.sleep(4)
    finally:
        site.has_file = None
        store.kill()
    others = [one for one in trial.failed() if one.question.sort != FILE]
    if others:
        trial.complaints.append(f"not files, and failed: {in_words(others)}")
    return trial


def moved_to(store: Store, site: Site) -> None:
    media = site.var / "media"
    for path in media.rglob("*"):
        if path.is_file():
            kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            store.client().put_object(
                Bucket=BUCKET, Key=str(path.relative_to(media)), Body=path.read_bytes(), ContentType=kind
            )


def is_in(store: Store, name: str) -> bool:
    found = store.client().list_objects_v2(Bucket=BUCKET).get("Contents", [])
    return any(one["Key"].endswith(name) for one in found)


def replica_broken(site: Site, *, is_short: bool) -> Trial:
    """Stopped, frozen out of its primary's news, and back."""
    seconds = 4.0 if is_short else 10.0
    trial = Trial("replica stopped, then its replay paused", site, Demands(most_failed=0))
    replica = Cluster(site.folder / "replica", ports.REPLICA)
    replica.copy_of(site.cluster)
    hosts = f"127.0.0.1:{ports.REPLICA},127.0.0.1:{ports.DATABASE}"
    url = f"postgres://{ROLE}@{hosts}/{NAME}?target_session_attrs=prefer-standby"
    try:
        with site.with_settings(DATABASE_REPLICA_URL=url), trial.under_load():
            with trial.cause():
                replica.stop()
                time.sleep(seconds)
                replica.start()
                replica.wait()
            time.sleep(4)
            with trial.cause(), replica.as_owner() as server:
                server.execute("SELECT pg_wal_replay_pause()")
                time.sleep(seconds)
                server.execute("SELECT pg_wal_replay_resume()")
    finally:
        replica.drop()
    return trial
