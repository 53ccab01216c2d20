"""The repository keeps its own promises."""

import ast
import re
import tomllib

import pytest
from django.core.management import call_command

from scripts import check_styles, check_templates, check_writes
from scripts.files import ROOT, tracked

pytestmark = pytest.mark.once

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
ENV_READERS = {"env", "env_bool", "env_int", "env_list"}


def settings_read():
    """The first argument of each call of an env function, by its name in the source."""
    tree = ast.parse((ROOT / "khartoum" / "settings.py").read_text())
    calls = [
        node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    ]
    return {
        call.args[0].value
        for call in calls
        if call.func.id in ENV_READERS and isinstance(call.args[0], ast.Constant)
    }


def test_example_environment_lists_every_setting_and_no_other():
    listed = re.findall(r"^([A-Z0-9_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)

    assert sorted(listed) == sorted(settings_read())


def test_migrations_are_complete(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_python_version_is_the_same_wherever_it_is_written():
    makefile = (ROOT / "Makefile").read_text()
    readme = (ROOT / "README.md").read_text()

    oldest = PROJECT["project"]["requires-python"].removeprefix(">=")
    assert PROJECT["tool"]["ruff"]["target-version"] == "py" + oldest.replace(".", "")
    assert re.findall(r"--python-version ([\d.]+)", makefile) == [oldest]
    assert re.findall(r"needs Python ([\d.]+)", makefile) == [oldest]
    assert re.findall(r"sys\.version_info < \((\d+), (\d+)\)", makefile) == [tuple(oldest.split("."))]
    assert set(re.findall(r"Python (\d\.\d+)", readme)) == {oldest}


def test_each_dependency_says_what_it_is_for():
    text = (ROOT / "pyproject.toml").read_text()

    dependencies = [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"]]
    unexplained = [name for name in dependencies if not re.search(rf'"{re.escape(name)}",\s+# \S', text)]
    assert unexplained == []


def pinned(name):
    text = (ROOT / "requirements" / name).read_text()
    return dict(re.findall(r"^([a-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", text, re.MULTILINE))


def plain(requirement):
    return re.match(r"[\w.-]+", requirement)[0].lower().replace("_", "-")


def test_locked_requirements_hold_each_dependency_in_one_version():
    runtime, dev = pinned("runtime.txt"), pinned("dev.txt")

    assert {plain(name) for name in PROJECT["project"]["dependencies"]} <= runtime.keys()
    assert {plain(name) for name in PROJECT["dependency-groups"]["dev"]} <= dev.keys()
    assert {name: dev.get(name) for name in runtime} == runtime


@pytest.mark.parametrize("name", ["runtime.txt", "dev.txt"])
def test_requirements_are_hashed_and_name_no_host(name):
    text = (ROOT / "requirements" / name).read_text()

    entries = re.split(r"\n(?=[a-z])", text)[1:]
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
    assert re.findall(r".*(?:://|--index|--find-links|--extra|@ ).*", text) == []


def modules():
    """Every module of our packages, but migrations and packages that only hold others."""
    for path in tracked("*.py"):
        name = ".".join(path.with_suffix("").parts).removesuffix(".__init__")
        package = path.parts[0]
        if package in PROJECT["tool"]["importlinter"]["root_packages"] and name != package:
            yield name


def test_every_module_stands_in_a_layer():
    [contract] = PROJECT["tool"]["importlinter"]["contracts"]
    layers = {name.strip("() ") for line in contract["layers"] for name in re.split(r"[:|]", line)}

    def stands(module):
        return any(module == layer or module.startswith(f"{layer}.") for layer in layers)

    assert [module for module in modules() if ".migrations" not in module and not stands(module)] == []


def test_layers_in_parentheses_are_those_that_are_not_there():
    [contract] = PROJECT["tool"]["importlinter"]["contracts"]
    awaited = re.findall(r"\(([\w.]+)\)", " ".join(contract["layers"]))

    assert [module for module in awaited if module in set(modules())] == []


def test_styles_read_from_both_sides():
    assert check_styles.main() == 0


def test_templates_pass_the_security_policy():
    assert check_templates.main() == 0


def test_public_records_are_written_one_by_one():
    assert check_writes.main() == 0


def test_compiled_catalogues_are_left_to_each_machine():
    assert tracked("*.mo") == []
