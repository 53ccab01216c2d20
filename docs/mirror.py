#!/usr/bin/env python3
"""A complete copy of the portal's record in one SQLite file, kept in step. Python's standard library only.

    python mirror.py https://portal.example.org copy.sqlite3

Run it as often as you like: the first time it takes the newest snapshot, or else walks through the lists;
from then on it asks only for what has changed. In the file, `record` has one row for each record, with its
JSON as its list gives it. Lists of parts, which have no slug, are left out: the records hold them.

With a key of the secretariat in the environment, PORTAL_KEY=kp_…, it may ask more often.
"""

import hashlib
import io
import json
import os
import sqlite3
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import zipfile

# An answer may be one second old in the portal, another in a cache on the way, and a third while that fetches
# it anew: wait longer before fetching what is known to have changed.
SETTLED = 4
# Where the portal cannot answer, it says when to ask again: so often, then there is more to it.
TRIES = 10
# What a list has only on demand, and then in shorter pages.
WHOLE = {
    "documents": {"include": "provisions,provisions_status", "page_size": 50},
    "events": {"include": "summary", "page_size": 50},
}
TABLES = """
CREATE TABLE IF NOT EXISTS record (collection TEXT, slug TEXT, json TEXT, PRIMARY KEY (collection, slug));
CREATE TABLE IF NOT EXISTS place (cursor TEXT);
"""


class GaveUpError(Exception):
    """The portal cannot answer, and says why."""


def fetch(url):
    """The bytes at the address; waits where the portal asks to. Raises GaveUpError if that does not help."""
    request = urllib.request.Request(url, headers={"User-Agent": "mirror.py"})
    key = os.environ.get("PORTAL_KEY")
    # Files may be elsewhere, and need none.
    if key and "/api/v1/" in url:
        request.add_header("Authorization", f"Bearer {key}")
    refusals = 0
    while True:
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.read()
        except urllib.error.HTTPError as error:
            if error.code not in (429, 503):
                raise
            # Who has asked too often, 429, is answered when the minute is over. What takes too long is not.
            refusals += error.code == 503
            if refusals == TRIES:
                raise GaveUpError(f"{url}: {detail_of(error)}") from error
            time.sleep(min(int(error.headers.get("Retry-After", 5)), 300))


def detail_of(error):
    """In the portal's words, where it has any: something on the way may have answered in its place."""
    try:
        return json.loads(error.read())["detail"]
    except (ValueError, KeyError, TypeError):
        return f"{error.code} {error.reason}"


class Mirror:
    def __init__(self, portal, path, fetch=fetch, settled=SETTLED):
        self.api = portal.rstrip("/") + "/api/v1/"
        self.fetch, self.settled = fetch, settled
        self.db = sqlite3.connect(path)
        self.db.executescript(TABLES)

    def sync(self):
        """Bring the copy up to date. Either all of it is done, or the copy stays as it was."""
        cursor = self.db.execute("SELECT cursor FROM place").fetchone()
        with self.db:
            try:
                cursor = self.catch_up(cursor[0] if cursor else self.begin())
            except urllib.error.HTTPError as error:
                # Not a place of this portal: it was set up anew, or brought back from a backup.
                if error.code != 400 or not cursor:
                    raise
                cursor = self.catch_up(self.begin())
            self.db.execute("DELETE FROM place")
            self.db.execute("INSERT INTO place VALUES (?)", [cursor])

    def begin(self):
        """Everything anew; returns the place from which to catch up."""
        self.db.execute("DELETE FROM record")
        for snapshot in self.get("snapshots/", page_size=1)["results"]:
            content = self.fetch(snapshot["url"])
            if hashlib.sha256(content).hexdigest() != snapshot["sha256"]:
                raise ValueError(f"{snapshot['url']} was damaged on its way.")
            with zipfile.ZipFile(io.BytesIO(content)) as files:
                for collection in snapshot["records"]:
                    self.store(collection, map(json.loads, files.open(f"{collection}.jsonl")))
            return snapshot["cursor"]
        # The place first: what changes while the lists are read is told again.
        cursor = self.get("changes/", since="latest")["cursor"]
        for collection in self.get("")["collections"]:
            for page in self.records(collection):
                self.store(collection, page["results"])
        return cursor

    def catch_up(self, cursor):
        """What is gone goes; of each list in which something changed, what changed is fetched.

        Returns the place to go on from: the same one again, if something that is told to be there is not in
        its list yet. A list may come from a database a moment behind the one that told of the change.
        """
        since, changed = cursor, set()
        # A withdrawal on a day to come is told in the order of writing. What is told later may have happened
        # before: then the record is gone all the same.
        awaited, gone_at = set(), {}
        for page in self.pages("changes/", since=since, page_size=500):
            cursor = page["cursor"]
            for change in page["results"]:
                collection, slug, left = change["collection"], change["slug"], change["former_slug"]
                if change["verb"] in ("withdrawn", "deleted"):
                    left = slug
                else:
                    changed.add(collection)
                    if change["at"] > gone_at.get((collection, slug), ""):
                        awaited.add((collection, slug))
                if left:
                    self.remove(collection, left)
                    awaited.discard((collection, left))
                    gone_at[collection, left] = max(change["at"], gone_at.get((collection, left), ""))
        if changed:
            time.sleep(self.settled)
        for collection in sorted(changed):
            for page in self.records(collection, modified_since=since):
                self.store(collection, page["results"])
                awaited -= {(collection, record["slug"]) for record in page["results"]}
        return since if awaited else cursor

    def records(self, collection, **query):
        return self.pages(f"{collection}/", **WHOLE.get(collection, {"page_size": 500}), **query)

    def pages(self, path, **query):
        page = self.get(path, **query)
        yield page
        while page["next"]:
            page = json.loads(self.fetch(page["next"]))
            yield page

    def get(self, path, **query):
        return json.loads(self.fetch(f"{self.api}{path}?{urllib.parse.urlencode(query)}"))

    def store(self, collection, records):
        for record in records:
            if "slug" not in record:
                return
            row = [collection, record["slug"], json.dumps(record, ensure_ascii=False)]
            self.db.execute("INSERT OR REPLACE INTO record VALUES (?, ?, ?)", row)

    def remove(self, collection, slug):
        self.db.execute("DELETE FROM record WHERE collection = ? AND slug = ?", [collection, slug])


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    mirror = Mirror(sys.argv[1], sys.argv[2])
    try:
        mirror.sync()
    except GaveUpError as error:
        sys.exit(f"{error} The copy stays as it was.")
    for collection, count in mirror.db.execute("SELECT collection, count(*) FROM record GROUP BY 1"):
        print(f"{count:>8} {collection}")
