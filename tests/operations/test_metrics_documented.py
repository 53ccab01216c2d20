"""What is told is explained, and alerts ask for what is told."""

import re
from pathlib import Path

import pytest
import yaml

from operations.metrics import record, replica, web_processes
from operations.metrics.instruments import Instruments

pytestmark = pytest.mark.once

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "monitoring.md").read_text()
ALERTS = (ROOT / "deploy" / "prometheus" / "alerts.yml").read_text()
FIGURE = re.compile(r"\bportal_[a-z_]+[a-z]\b")
# Told beside a figure by Prometheus's own library, or put together from a name.
ENDINGS = re.compile(r"_(bucket|sum|count)$")
OF_ALL_DATABASES = {
    *("portal_database_up", "portal_database_answer_seconds"),
    *("portal_replica_up", "portal_replica_answer_seconds", "portal_build_info"),
}


def told():
    counted = {
        metric.name + ("_total" if metric.type == "counter" else "")
        for metric in Instruments().registry.collect()
    }
    written = set()
    for module in (record, replica, web_processes):
        written |= set(FIGURE.findall(Path(module.__file__).read_text()))
    of_processes = {name.replace("cpu_seconds", "cpu_seconds_total") for name in written}
    return counted | of_processes | OF_ALL_DATABASES


def test_guide_explains_every_figure_and_no_other():
    explained = {ENDINGS.sub("", name) for name in FIGURE.findall(GUIDE)}

    assert explained == told()


def test_alerts_ask_for_figures_that_are_told():
    asked = {
        ENDINGS.sub("", name)
        for group in yaml.safe_load(ALERTS)["groups"]
        for rule in group["rules"]
        for name in FIGURE.findall(rule["expr"])
    }

    assert asked - told() == set()


def test_alert_about_what_grows_old_also_speaks_of_what_has_never_been():
    rules = [rule["expr"] for group in yaml.safe_load(ALERTS)["groups"] for rule in group["rules"]]

    aged = [(figure, rule) for rule in rules for figure in re.findall(r"time\(\) - (\w+) >", rule)]

    assert len(aged) == 2
    assert [figure for figure, rule in aged if f"(portal_database_up == 1 unless {figure})" not in rule] == []


def test_guide_names_every_alert():
    names = re.findall(r"- alert: (\w+)", ALERTS)

    assert sorted(re.findall(r"`(Portal[A-Za-z]+)`", GUIDE)) == sorted(names)


@pytest.mark.parametrize("group", yaml.safe_load(ALERTS)["groups"], ids=lambda group: group["name"])
def test_every_alert_says_what_is_wrong_and_what_to_do(group):
    assert [
        rule["alert"]
        for rule in group["rules"]
        if rule["annotations"].keys() != {"summary", "action"}
        or rule["labels"]["severity"] not in {"page", "ticket"}
    ] == []
