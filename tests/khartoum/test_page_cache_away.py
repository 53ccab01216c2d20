"""What visitors get from memory while the database is away, and what caches in front are told of that."""

from datetime import timedelta
from threading import Thread

import pytest
from django.db import OperationalError, ProgrammingError
from django.http import HttpResponse

from khartoum import last_known, waiting
from publishing.standing import Standing, State
from publishing.views import set_public_cache
from tests.khartoum.asking import portal_for

LIST = "/en/events/"
BEFORE, AFTER = State("before", since=None), State("after", since=None)


def django(environ, start_response):
    content = b"The page."
    response = set_public_cache(HttpResponse(content, headers={"ETag": '"known"'}))
    start_response("200 OK", [*response.items(), ("Content-Length", str(len(content)))])
    return response


@pytest.fixture
def portal(monkeypatch):
    portal = portal_for(monkeypatch, application=django)
    portal.standing = Standing(BEFORE, timedelta(days=1))

    def standing():
        if isinstance(portal.standing, Exception):
            raise portal.standing
        return portal.standing

    monkeypatch.setattr(last_known, "standing", standing)
    return portal


def is_from_memory(portal, path=LIST, **headers):
    times = len(portal.asked)
    portal.get(path, **headers)
    return len(portal.asked) == times


def test_kept_pages_outlast_the_database_by_an_hour(portal):
    portal.get(LIST)
    portal.standing = OperationalError()

    for seconds in (1, 60, 3600 - 61 - 0.5):
        portal.later(seconds)
        assert is_from_memory(portal)
        assert portal.get(LIST, "HEAD").status == 200
        assert portal.get(LIST, If_None_Match='"known"').status == 304
    portal.later(0.5)
    assert not is_from_memory(portal)
    assert not is_from_memory(portal)


@pytest.mark.parametrize("seconds", [5, 90])
def test_they_never_outlast_a_change_that_is_known_to_come(portal, seconds):
    portal.standing = Standing(BEFORE, timedelta(seconds=seconds))
    portal.get(LIST)
    portal.standing = OperationalError()

    portal.later(seconds - 0.25)
    assert is_from_memory(portal)
    portal.later(0.25)
    assert not is_from_memory(portal)


def test_what_was_changed_meanwhile_is_seen_a_second_after_the_database_is_back(portal):
    portal.get(LIST)
    portal.standing = OperationalError()
    portal.later(1)
    assert is_from_memory(portal)

    portal.standing = Standing(AFTER, timedelta(days=1))
    portal.later(1)
    assert not is_from_memory(portal)
    assert is_from_memory(portal)


def test_a_fault_of_the_program_is_no_reason_to_give_what_may_be_old(portal):
    portal.get(LIST)
    portal.standing = ProgrammingError()
    portal.later(1)

    assert not is_from_memory(portal)


def test_whoever_comes_while_somebody_asks_in_vain_gets_what_is_kept(portal, monkeypatch):
    portal.get(LIST)
    portal.later(1)
    monkeypatch.setattr(last_known, "CHECK", waiting.Waiting(silence=0.01, longest=0.01))

    found = []
    with portal.cache.record.asking:
        visitor = Thread(target=lambda: found.append(is_from_memory(portal)))
        visitor.start()
        visitor.join()
    assert found == [True]


def test_caches_are_told_for_how_long_an_answer_may_outlast_the_portal(portal):
    assert portal.get(LIST).outlasts == 3597
    assert portal.get(LIST, "HEAD").outlasts == 3597
    assert portal.get(LIST, If_None_Match='"known"').outlasts == 3597
    # What Django says, nobody has measured against what is to come.
    assert portal.get(LIST, If_Match='"known"').outlasts is None

    portal.standing = Standing(BEFORE, timedelta(seconds=600))
    portal.later(1)
    assert portal.get(LIST).outlasts == 597
    portal.standing = OperationalError()
    portal.later(100.5)
    assert portal.get(LIST).outlasts == 496
    # Another second until it is sent, one in the cache, one while the cache asks again.
    for seconds, outlasts in [(495, 1), (1, None), (3.25, None)]:
        portal.later(seconds)
        assert portal.get(LIST).outlasts == outlasts
