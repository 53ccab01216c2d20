"""What Django itself says of the settings: `manage.py check --deploy`. In English, as Django says it."""

from django.core import checks

from operations.doctor.registry import ERROR, WARNING, Finding, Findings, check


@check("security", only_computes=True, only_in_production=True)
def django_is_content() -> Findings:
    for message in checks.run_checks(include_deployment_checks=True):
        if message.is_silenced() or message.level < checks.WARNING:
            continue
        level = ERROR if message.is_serious() else WARNING
        yield Finding(level, f"{message.msg} ({message.id})", message.hint or message.id or "")
