"""The Makefile and the build's script on machines that lack something."""

import os
import shutil
import subprocess

import pytest

from scripts.files import ROOT

pytestmark = pytest.mark.once


@pytest.mark.skipif(not shutil.which("make"), reason="make is not installed")
def test_half_of_an_environment_is_not_taken_for_made_the_next_time(tmp_path):
    """As Debian without python3-venv leaves it."""
    python = tmp_path / "python"
    python.write_text(
        '#!/bin/sh\n[ "$2" = venv ] || exit 0\nmkdir -p "$3/bin" && touch "$3/bin/python"\nexit 1\n'
    )
    python.chmod(0o755)
    command = ["make", "--file", ROOT / "Makefile", ".venv/bin/python", f"PYTHON={python}"]
    own = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}

    done = subprocess.run(command, cwd=tmp_path, env=own, capture_output=True, check=False)  # noqa: S603

    assert done.returncode != 0
    assert not (tmp_path / ".venv").exists()


def test_build_cuts_no_program_off_whose_failure_counts():
    text = (ROOT / ".ci" / "run").read_text()

    assert "pipefail" in text
    assert "| grep -q" not in text
