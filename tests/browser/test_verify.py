"""What a reader's browser does when a file is to be checked: it reads the file, and sends none of it."""

from hashlib import sha256

import pytest
from playwright.sync_api import expect

from tests.browser.visiting import Visit, violations, wrong_with

CONTENT = b"A text that nobody adopted. " * 300_000


@pytest.fixture
def visit(browser, portal):
    with Visit(browser, portal, width=320, scripts=True) as visit:
        yield visit


def choose(visit, content):
    visit.page.get_by_label("Choose the file").set_input_files(
        {"name": "declaration.pdf", "mimeType": "application/pdf", "buffer": content}
    )


def test_a_chosen_file_is_read_in_the_browser_and_only_its_hash_is_sent(visit, portal):
    visit.goto("/en/verify/")
    requests = []
    visit.page.on("request", lambda request: requests.append((request.method, request.post_data)))

    choose(visit, CONTENT)

    visit.page.wait_for_url(f"{portal}/en/verify/?sha256={sha256(CONTENT).hexdigest()}")
    expect(visit.page.get_by_role("heading", name="This portal does not know this file")).to_be_visible()
    assert set(requests) == {("GET", None)}
    assert wrong_with(visit) == []
    assert violations(visit) == []


def test_an_empty_file_has_a_hash_too(visit, portal):
    visit.goto("/en/verify/")

    choose(visit, b"")

    visit.page.wait_for_url(f"{portal}/en/verify/?sha256={sha256(b'').hexdigest()}")


def test_a_browser_that_cannot_compute_it_says_so(visit):
    visit.page.add_init_script("Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined })")
    visit.goto("/en/verify/")

    expect(visit.page.get_by_label("Choose the file")).to_be_hidden()
    expect(visit.page.locator("form.verify").get_by_role("status")).to_contain_text("paste it")
    assert violations(visit) == []


def test_a_file_that_cannot_be_read_is_told(visit):
    visit.page.add_init_script("Blob.prototype.stream = () => { throw new Error('gone'); }")
    visit.goto("/en/verify/")

    choose(visit, b"text")

    expect(visit.page.locator("form.verify").get_by_role("status")).to_contain_text("could not be read")


def test_a_reader_without_scripts_pastes_the_hash(browser, portal):
    with Visit(browser, portal).goto("/en/verify/") as visit:
        expect(visit.page.get_by_label("Choose the file")).to_be_hidden()
        visit.page.get_by_label("SHA-256 of the file").fill(f"{'0' * 64}  declaration.pdf")
        visit.page.get_by_role("button", name="Check").click()

        expect(visit.page.get_by_role("heading", name="This portal does not know this file")).to_be_visible()
