"""Fills the database of DATABASE_URL, which holds the shipped record, with so many events more.

    DATABASE_URL=… python -m scripts.bench.seed 10000

Up to 10,000 are made one by one, each with words, days, partners and themes of its own; more than that are
copies of those. Documents, files, commitments, translations, changes and the search's index come with them.
"""

import os
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khartoum.settings")
django.setup()

from scripts.bench.seed.seeding import seed  # noqa: E402 - after Django is set up

if __name__ == "__main__":
    began = time.monotonic()
    seed(int(sys.argv[1]))
    print(f"{int(sys.argv[1]):,} events made in {time.monotonic() - began:.0f} s", flush=True)
