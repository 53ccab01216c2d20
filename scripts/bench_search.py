"""What the search costs as the record grows: the same questions asked of two databases, in turns.

    DATABASE_URL=postgres://… python -m scripts.bench_search [entries …]

Makes a database for each size beside the one named, fills it with entries whose words are as unevenly
frequent as those of a language, and asks of words that are rare, common and in between, alone, together,
quoted, narrowed and while they are typed. Prints medians and the ratio to the smallest size. The databases
are dropped afterwards.
"""

import json
import os
import statistics
import subprocess
import sys
import time

import psycopg

from scripts.databases import address_of, drop

SIZES = [10_000, 1_000_000]
ROUNDS = 30
# Of « w400 » one entry in a hundred holds it, of « w5 » one title in thirty.
QUESTIONS = {
    "rare word": {"text": "zanzibar"},
    "common word": {"text": "migration"},
    "word of few entries": {"text": "w400"},
    "word of few titles": {"text": "w5"},
    "common and rare": {"text": "migration zanzibar"},
    "two common words": {"text": "migration process"},
    "common word without another": {"text": "migration -process"},
    "quoted words": {"text": '"migration meeting"'},
    "common word, of one year": {"text": "migration", "year": "2016"},
    "suggestions for a word": {"typed": "migr"},
    "suggestions for two letters": {"typed": "w1"},
}
# Rank 1 is the most frequent: about a half of all entries hold it, as the rarest is held by a handful.
VOCABULARY = 20_000
SEED = """
INSERT INTO search_entry (record_kind, record_id, language, part, kind, slug, title, summary, type, year,
    sort_key, is_own, theme_ids, title_stems, summary_stems, visible_from, fingerprint, lexemes)
SELECT 'event', n, 'en', '', 'event', 'event-' || n, 'Migration meeting ' || n, '', 'thematic_meeting',
    2014 + n % 12, n, true, '[1]', title, '', now() - interval '1 day', '',
    array_to_tsvector((SELECT array_agg(DISTINCT word) FROM unnest(
        string_to_array(title, ' ')
        || ARRAY(SELECT mark || word FROM unnest(string_to_array(title, ' ')) AS word,
                 unnest(ARRAY['t:', 'r:']) AS mark)
        || ARRAY(SELECT {any_word} FROM generate_series(1, 40) WHERE n > 0)
        || CASE WHEN n % 2 = 0 THEN ARRAY['process'] ELSE ARRAY[]::text[] END
        || CASE WHEN n % {rare} = 7 THEN ARRAY['zanzibar'] ELSE ARRAY[]::text[] END
        || ARRAY['k:event', 'l:en', 'y:' || (2014 + n % 12), '#s' || n / 5000]
    ) AS word))
FROM (SELECT n, CASE WHEN n % 3 = 0 THEN 'meet' ELSE 'migrat meet' END || ' ' || {any_word} AS title
      FROM generate_series(1, {size}) AS n) AS rows
"""
ANY_WORD = f"'w' || floor(exp(random() * ln({VOCABULARY})))::int"
PASSAGES = """
INSERT INTO search_passage (entry_id, ordinal, place_kind, place, place_label, text, lexemes)
SELECT id, 0, '', '', '', title || ' in Zanzibar, a process',
    to_tsvector('simple', 'migrat meet in zanzibar a process') || array_to_tsvector(ARRAY['e:' || id])
FROM search_entry
"""


def main() -> int:
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        print("Name a PostgreSQL server: DATABASE_URL=postgres://user@host:port/name")
        return 1
    sizes = [int(size) for size in sys.argv[1:]] or SIZES
    names = {size: f"portal_bench_{size}" for size in sizes}
    try:
        asked = {size: prepared(url, names[size], size) for size in sizes}
        report(sizes, measured(asked))
    finally:
        for name in names.values():
            drop(url, name)
    return 0


def prepared(url: str, name: str, size: int) -> "subprocess.Popen[str]":
    drop(url, name)
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
    own = address_of(url, name)
    environment = {**os.environ, "DATABASE_URL": own}
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, env=environment, check=True)  # noqa: S603 - our own program
    began = time.monotonic()
    with psycopg.connect(own, autocommit=True) as database:
        database.execute(SEED.format(size=size, any_word=ANY_WORD, rare=size // 20))
        database.execute(PASSAGES)
        database.execute("VACUUM ANALYZE")
    print(f"{size:,} entries made in {time.monotonic() - began:.0f} s", flush=True)
    asking = [sys.executable, "-c", ASKING]
    return subprocess.Popen(  # noqa: S603 - our own program
        asking, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


# Answers each line with the seconds it took and how many were found.
ASKING = """
import json, os, sys, time
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khartoum.settings")
import django
django.setup()
from publishing.kept import forget
from search.asking import Question, answer, suggest
for line in sys.stdin:
    asked = json.loads(line)
    forget()
    began = time.perf_counter()
    if "typed" in asked:
        total, is_capped = len(suggest(asked["typed"], language="en")), False
    else:
        found = answer(Question(**asked), language="en")
        total, is_capped = found.total, found.is_capped
    print(time.perf_counter() - began, total, is_capped, flush=True)
"""


def measured(asked: "dict[int, subprocess.Popen[str]]") -> dict[tuple[str, int], tuple[float, str]]:
    seconds: dict[tuple[str, int], list[float]] = {}
    told: dict[tuple[str, int], str] = {}
    for round_number in range(ROUNDS + 3):
        for label, question in QUESTIONS.items():
            for size, process in asked.items():
                assert process.stdin is not None  # noqa: S101 - a pipe was asked for
                assert process.stdout is not None  # noqa: S101 - a pipe was asked for
                process.stdin.write(f"{json.dumps(question)}\n")
                process.stdin.flush()
                took, total, is_capped = process.stdout.readline().split()
                # The first rounds fill caches.
                if round_number >= 3:
                    seconds.setdefault((label, size), []).append(float(took))
                told[label, size] = f"{int(total):,}{' (capped)' if is_capped == 'True' else ''}"
    for process in asked.values():
        process.communicate()
    return {key: (statistics.median(times), told[key]) for key, times in seconds.items()}


def report(sizes: list[int], found: dict[tuple[str, int], tuple[float, str]]) -> None:
    print(f"\n| question | {' | '.join(f'{size:,} entries' for size in sizes)} | ratio |")
    print(f"| --- |{' ---: |' * (len(sizes) + 1)}")
    for label in QUESTIONS:
        cells = [f"{found[label, size][0] * 1000:.1f} ms, {found[label, size][1]} found" for size in sizes]
        ratio = found[label, sizes[-1]][0] / found[label, sizes[0]][0]
        print(f"| {label} | {' | '.join(cells)} | {ratio:.2f} |")


if __name__ == "__main__":
    sys.exit(main())
