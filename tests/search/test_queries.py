"""Questions a reader of the record may ask, each with the record that should come first.

The order of what is found is kept beside them, so that both databases are held to the same one. Where the
record has changed, `WRITE_QUERIES=yes pytest tests/search/test_queries.py` writes it anew, to be read.
"""

import json
import os
from pathlib import Path

from django.test import TestCase
from django.utils import translation

from record.actions import load
from search.asking import Question, answer
from tests.record.packs import SHIPPED

FILE = Path(__file__).parent / "queries.json"
QUERIES = json.loads(FILE.read_text())


class TestQueries(TestCase):
    @classmethod
    def setUpTestData(cls):
        load(folder=SHIPPED)

    def found(self, query):
        with translation.override(query["language"]):
            return answer(Question(query["words"]), language=query["language"])

    def test_there_are_enough_in_each_language(self):
        languages = [query["language"] for query in QUERIES]
        assert all(languages.count(code) >= 13 for code in ("en", "fr", "ar"))

    def test_what_is_looked_for_is_among_the_first_three(self):
        missed = {}
        for query in QUERIES:
            first = [f"{hit.kind} {hit.slug}" for hit in self.found(query).hits[:3]]
            if query["first"] not in first:
                missed[query["words"]] = first

        assert missed == {}

    def test_the_order_is_the_same_on_every_database(self):
        found = {
            query["words"]: [f"{hit.kind} {hit.slug} {hit.language}" for hit in self.found(query).hits]
            for query in QUERIES
        }
        if os.environ.get("WRITE_QUERIES"):
            rows = [{**query, "order": found[query["words"]]} for query in QUERIES]
            FILE.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
            return

        assert found == {query["words"]: query["order"] for query in QUERIES}

    def test_each_spelling_finds_the_same(self):
        for spellings in (
            ("Addis Abeba", "Addis Ababa", "ADDIS-ABABA"),
            ("l’Égypte", "egypte", "ÉGYPTE"),
            ("القاهرة", "القاهره", "قاهرة", "والقاهرة"),
            ("réfugiés", "refugie"),
            ("declaration", "declarations"),
        ):
            totals = {
                words: sorted(hit.slug for hit in answer(Question(words), language="en", size=100).hits)
                for words in spellings
            }
            assert len({tuple(slugs) for slugs in totals.values()}) == 1, totals
            assert all(totals.values())

    def test_counts_say_how_many_there_are_of_each(self):
        found = answer(Question("declaration"), language="en")

        assert sum(value.count for value in found.facets["kind"]) == found.total
        narrowed = answer(Question("declaration", kind="document"), language="en")
        counts = {value.value: value.count for value in found.facets["kind"]}
        assert narrowed.total == counts["document"]

    def test_any_number_of_hits_takes_the_same_queries(self):
        with self.assertNumQueries(8):
            few = answer(Question("aswan"), language="en")
        with self.assertNumQueries(8):
            many = answer(Question("migration"), language="en")

        assert few.total < 5 < many.total
