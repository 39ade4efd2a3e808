"""A redline in a real browser: by keys, by its list, with folds, and on paper."""

from __future__ import annotations

import pypdfium2
import pytest
from lab import chromium

import unres_research as un
from unres_research import show

pytestmark = pytest.mark.slow

LIGHTS = ("lamps", "wicks", "bells", "boats", "ropes", "oars")
LOST = "Welcomes ferries that carry bread to islands without any bridge"
CAME = "Encourages lighthouse cooks to share recipes for soup with travellers"
AT = "document.activeElement.id"


def text(symbol: str, *paragraphs: str):
    body = "\n\n".join(f"{k}. {said};" for k, said in enumerate(paragraphs, 1))
    return un.loads(f"{symbol}\n\nThe General Assembly,\n\n{body[:-1]}.")


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """Twenty paragraphs, of which three have another word."""
    kept = [
        f"Requests the keepers of harbour {k} to mend the {LIGHTS[k % 6]} of every pier, quay and "
        f"jetty of the northern coast before the storms of winter, and to report on {k} of them"
        for k in range(20)
    ]
    new = list(kept)
    for k in (2, 9, 15):
        new[k] = new[k].replace("northern", "southern")
    alignment = un.align(text("A/80/L.91", *kept, LOST), text("A/C.3/80/L.92/Rev.1", *new, CAME))
    return show.redline(alignment).save(tmp_path_factory.mktemp("red") / "redline.html", "Piers")


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture
def page(browser, path):
    page = browser.new_page(viewport={"width": 1280, "height": 700})
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.goto(path.as_uri())
    yield page
    assert not page.faults
    page.close()


def outlined(page) -> list[str]:
    """Rows with a line around them."""
    return page.evaluate(
        "[...document.querySelectorAll('tr.change')]"
        ".filter(row => getComputedStyle(row).outlineStyle !== 'none').map(row => row.id)"
    )


def in_sight(page) -> bool:
    """Whether the row in focus begins below the bar of keys, and on the screen."""
    return page.evaluate(
        "(() => { const at = document.activeElement.getBoundingClientRect().top;"
        "const bar = document.getElementById('redline-keys').getBoundingClientRect();"
        "return at >= bar.bottom && at < innerHeight; })()"
    )


def count(page) -> int:
    return page.locator("tr.change").count()


def test_the_keys_lead_from_change_to_change(page):
    last, said = count(page), page.locator("#redline-at")
    for key, step in (("n", 1), ("j", 2)):
        page.keyboard.press(key)
        assert page.evaluate(AT) == f"change-{step}" and in_sight(page)
        assert said.inner_text() == f"change {step} of {last}"
        assert outlined(page) == [f"change-{step}"]
    page.keyboard.press("k")
    page.keyboard.press("p")  # there is none before the first
    assert page.evaluate(AT) == "change-1" and said.inner_text() == "no change before this one"
    for _ in range(last):
        page.keyboard.press("n")
    assert page.evaluate(AT) == f"change-{last}" and in_sight(page)
    assert said.inner_text() == "no change after this one"
    page.keyboard.press("Control+p")
    assert page.evaluate(AT) == f"change-{last}"


def test_the_buttons_do_what_the_keys_do(page):
    page.get_by_role("button", name="Next change").click()
    assert page.evaluate(AT) == "change-1"
    page.get_by_role("button", name="Next change").click()
    page.get_by_role("button", name="Previous change").click()
    assert page.evaluate(AT) == "change-1"


def test_the_list_leads_to_a_change_from_which_the_keys_go_on(page):
    listed = page.locator("details.changes li a")
    assert listed.count() == count(page)
    listed.nth(2).click()
    assert page.url.endswith("#change-3") and page.evaluate(AT) == "change-3" and in_sight(page)
    page.keyboard.press("n")
    assert page.evaluate(AT) == "change-4" and outlined(page) == ["change-4"]
    page.locator("#change-4").get_by_role("link", name="the change before this one").click()
    assert page.evaluate(AT) == "change-3" and outlined(page) == ["change-3"]


def test_folds_open_by_mouse_and_by_keyboard(page):
    first, second = (page.locator("details.fold").nth(k) for k in (0, 1))
    hidden = page.get_by_text("keepers of harbour 0 to")
    assert not hidden.is_visible()
    first.locator("summary").click()
    assert hidden.is_visible()
    second.locator("summary").focus()
    page.keyboard.press("Enter")
    assert page.get_by_text("keepers of harbour 3 to").is_visible()
    page.keyboard.press("n")  # a change, in no fold
    assert page.evaluate(AT).startswith("change-") and in_sight(page)


def test_without_scripts_the_page_can_be_read(browser, path):
    page = browser.new_page(java_script_enabled=False)
    page.goto(path.as_uri() + "#change-2")
    assert not page.locator("#redline-keys").is_visible()
    assert page.locator("#change-2 ins").first.is_visible()
    page.close()


def test_paper_has_every_change_and_what_was_opened(page):
    page.locator("details.fold summary").first.click()
    page.keyboard.press("n")
    page.emulate_media(media="print")
    assert not page.locator("#redline-keys").is_visible() and outlined(page) == []
    assert page.locator(".on-paper").is_visible()
    document = pypdfium2.PdfDocument(page.pdf(format="A4"))
    said = " ".join(" ".join(sheet.get_textpage().get_text_range() for sheet in document).split())
    for words in (
        LOST,
        CAME,
        "harbour 0 to mend",
        "harbour 2 to mend",
        "harbour 9 to",
        "harbour 15 to",
    ):
        assert words in said, words
    assert "harbour 3 to mend" not in said and "stay folded" in said
    assert said.count("southern") >= 3


def test_symbols_above_the_columns_are_broken_at_strokes(page):
    """At 1280 pixels their columns are narrower than a symbol."""
    heads = page.locator("table.texts thead th")
    assert [heads.nth(k).inner_text() for k in (0, 1)] == ["A/80/L.91", "A/C.3/80/L.92/Rev.1"]
    widest = page.evaluate(
        "Math.max(...[...document.querySelectorAll('table.texts thead th')].slice(0, 2)"
        ".map(head => head.scrollWidth - head.clientWidth))"
    )
    assert widest <= 0
    assert heads.nth(1).locator("wbr").count() == 4
