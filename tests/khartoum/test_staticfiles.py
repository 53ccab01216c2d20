from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command

from khartoum import staticfiles
from khartoum.staticfiles import SiteStylesheetFinder, joined_stylesheet, static_files

pytestmark = pytest.mark.once


@pytest.fixture
def stylesheets(settings, tmp_path):
    """A site of its own, with a function to write its style sheets."""
    settings.BASE_DIR = tmp_path
    settings.VAR_DIR = tmp_path / "var"
    folder = tmp_path / "static" / "css"
    folder.mkdir(parents=True)

    def write(**sheets):
        for name, text in sheets.items():
            (folder / f"{name}.css").write_text(text)

    return write


def test_stylesheet_begins_with_tokens_and_base_and_goes_on_by_name(stylesheets):
    stylesheets(banner="c {}", base="b {}", agenda="d {}", tokens="a {}")

    assert joined_stylesheet() == "a {}\nb {}\nd {}\nc {}\n"


def test_stylesheet_is_joined_without_comments_and_indentation(stylesheets):
    stylesheets(base='/* why */\na {\n    margin-inline: calc(1px + 2px);\n\n    content: "a  b";\n}\n')

    assert joined_stylesheet() == 'a {\nmargin-inline: calc(1px + 2px);\ncontent: "a  b";\n}\n'


def test_stylesheet_is_found_as_it_now_stands(stylesheets):
    finder = SiteStylesheetFinder()
    stylesheets(base="a {}")
    path = finder.find("site.css")
    stylesheets(base="b {}")

    assert finder.find("site.css") == path
    assert Path(path).read_text() == "b {}\n"


def test_no_other_file_is_found_in_its_place(stylesheets):
    stylesheets(base="a {}")

    assert SiteStylesheetFinder().find("css/base.css") == []


def test_collected_stylesheet_is_hashed_and_compressed(stylesheets, settings, tmp_path):
    stylesheets(base="a { color: black }\n" * 100)
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STATICFILES_FINDERS = ["khartoum.staticfiles.SiteStylesheetFinder"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "khartoum.staticfiles.SiteStaticFilesStorage"},
    }

    call_command("collectstatic", verbosity=0, interactive=False)

    name = staticfiles_storage.url("site.css").removeprefix("/static/")
    written = sorted(path.name for path in settings.STATIC_ROOT.glob("site.*.css*"))
    assert written == [name, f"{name}.br", f"{name}.gz"]


def test_all_files_are_looked_through_when_one_is_first_asked_for(monkeypatch, rf):
    looked = []

    def whitenoise(get_response):
        looked.append("once")
        return lambda request: "a file"

    monkeypatch.setattr(staticfiles, "WhiteNoiseMiddleware", whitenoise)
    answer = static_files(lambda request: "a page")

    assert (answer(rf.get("/en/")), looked) == ("a page", [])
    assert [answer(rf.get("/static/site.css")) for _time in range(2)] == ["a file", "a file"]
    assert looked == ["once"]
