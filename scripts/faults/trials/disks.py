"""A disk that is full: that of the files, and that of the database."""

import time

from scripts.faults.ledger import Fate, Kind
from scripts.faults.parts.small_disk import on_small_disk
from scripts.faults.site import Site
from scripts.faults.trial import Demands, Trial

FULL_FOR, FULL_FOR_SHORT = 15.0, 8.0


def files_full(site: Site, *, is_short: bool) -> Trial:
    """Uploads are refused with a message; everything else goes on."""
    trial = Trial("disk of the files full", site, Demands(most_failed=0))
    site.stop_instances()
    with on_small_disk(site.var / "media", megabytes=24) as disk:
        site.start_instances()
        site.wait()
        with trial.under_load():
            with trial.cause():
                disk.fill()
                time.sleep(FULL_FOR_SHORT if is_short else FULL_FOR)
                disk.free()
            time.sleep(5)
        site.stop_instances()
    site.start_instances()
    uploads = [write for write in trial.ledger.of(Kind.DOCUMENT) if in_cause(trial, write)]
    unclear = [write.said for write in uploads if write.fate == Fate.UNKNOWN]
    refused = [write.said for write in uploads if write.fate == Fate.REFUSED]
    if unclear:
        trial.complaints.append(f"uploads answered without a message: {unclear[0]} ({len(unclear)} times)")
    if not refused:
        trial.complaints.append("no upload was refused: the disk was not full, or nobody noticed")
    trial.remarks |= {"uploads refused": len(refused), "what was said": refused[:1]}
    if not any(write.fate == Fate.ACKNOWLEDGED for write in trial.ledger.of(Kind.DOCUMENT)[-2:]):
        trial.complaints.append("uploads did not come back")
    return trial


def database_full(site: Site, *, is_short: bool) -> Trial:
    """PostgreSQL refuses to write, or ends itself where even its log has no room; then it is away."""
    trial = Trial(
        "disk of the database full", site, Demands(kept_pages_stay=True, back_within=2.0, longest=5.0)
    )
    site.stop_instances()
    site.cluster.stop("fast")
    with on_small_disk(site.cluster.folder, megabytes=100) as disk:
        site.cluster.start()
        site.start_instances()
        site.wait()
        with trial.under_load():
            with trial.cause():
                disk.fill()
                time.sleep(FULL_FOR_SHORT if is_short else FULL_FOR)
                disk.free()
                # As an administrator would, once there is room again.
                had_ended = not site.cluster.is_running()
                if had_ended:
                    site.cluster.start()
                site.cluster.wait()
            time.sleep(5)
        site.stop_instances()
        site.cluster.stop("fast")
    site.cluster.start()
    site.start_instances()
    writes = [write for write in trial.ledger.writes if in_cause(trial, write)]
    trial.remarks |= {
        "PostgreSQL had ended itself": had_ended,
        "writes meanwhile": {str(fate): sum(write.fate == fate for write in writes) for fate in Fate},
        "what was said": list(
            dict.fromkeys(write.said for write in writes if write.fate != Fate.ACKNOWLEDGED)
        )[:5],
    }
    return trial


def in_cause(trial: Trial, write) -> bool:
    return any(begin <= write.began < end for begin, end in trial.causes)
