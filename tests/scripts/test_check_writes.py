import pytest

from scripts.check_writes import exempt_models, faults

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    "source",
    [
        "Event.objects.filter(pk=1).update(slug='x')",
        "Event.objects.bulk_create(rows)",
        "event.participations.all().update(role='host')",
        "Event._base_manager.bulk_update(rows, ['slug'])",
        "queryset.exclude(pk=1)[:3].update(a=1)",
    ],
)
def test_bulk_write_to_public_records_is_found(source):
    assert [line for line, _ in faults(f"\n{source}", {"OldAddress"})] == [2]


@pytest.mark.parametrize(
    "source",
    ["values.update(a=1)", "OldAddress.objects.all().update(target='x')", "event.save()", "{}.update({})"],
)
def test_other_writes_pass(source):
    assert list(faults(source, {"OldAddress"})) == []


def test_records_and_their_parts_are_never_exempt():
    exempt = exempt_models()

    assert {"OldAddress", "User"} <= exempt
    assert not {"Event", "Document", "Partner", "Participation", "Membership"} & exempt
