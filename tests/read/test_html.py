"""HTML: pages of our own, as browsers save them and as editors copy them."""

from __future__ import annotations

import pytest

from unres_research import ReadError, load, load_folder, loads
from unres_research.errors import UnresError
from unres_research.read import _html as webpage

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Lamps</title>
<style>p {color: red}</style><script>var x = "The General Assembly,";</script></head><body>
<nav><ul><li>Home</li><li>Search</li></ul></nav>
<p>A/RES/75/901</p><p>Seventy-fifth session</p><p>Agenda item 9</p><p><b>Lights of the sea</b></p>
<p><b>Resolution adopted by the General Assembly on 10 December 2020</b></p>
<p>[<i>without reference to a Main Committee (A/75/L.1)</i>]</p>
<h2>75/901. Lamps for harbours</h2>
<p><em>The General Assembly</em>,</p>
<p><em>Recalling</em> its resolution 70/1 of 25&nbsp;September 2015&#44;<a href="#fn1"><sup>1</sup></a></p>
<p><span style="font-style: italic">Noting also</span> that m<sup>2</sup> matter &amp; lamps too,</p>
<ol><li><i>Decides</i> on the following:<ol type="a"><li>To light all harbours;<ol type="i">
<li>In the north;</li><li>In the south;</li></ol></li><li>To count lamps;</li></ol></li></ol>
<h3>Review</h3>
<ol start="2"><li><p><i>Calls upon</i> States to keep lamps;<sup>1</sup></p></li>
<li value="4"><strong><em>Invites</em></strong> others to help.</li></ol>
<table><tr><th>Port</th><th>Lamps</th></tr><tr><td>North</td><td>3</td></tr></table>
<div hidden><p>5. Decides nothing.</p></div>
<footer><ol><li id="fn1">Resolution 217 A (III). <a href="#ref1">↩</a></li></ol></footer>
<footer>Contact us</footer></body></html>"""


@pytest.fixture(scope="module")
def page():
    return webpage.parse(PAGE.encode())


def test_header(page):
    assert (page.symbol, page.kind, page.session) == ("A/RES/75/901", "resolution", 75)
    assert page.title == "Lamps for harbours"
    assert (page.agenda_items, page.agenda_titles) == (("9",), ("Lights of the sea",))
    assert page.origin == "without reference to a Main Committee (A/75/L.1)"
    assert (page.committee, page.draft_symbols) == ("Plenary", ("A/75/L.1",))
    assert page.adopted_on == "2020-12-10"


def test_lists_give_numbers_and_labels(page):
    assert [(p.id, p.number) for p in page] == [
        ("PP1", None),
        ("PP2", None),
        ("OP1", "1"),
        ("OP1(a)", "(a)"),
        ("OP1(a)(i)", "(i)"),
        ("OP1(a)(ii)", "(ii)"),
        ("OP1(b)", "(b)"),
        ("H1", None),
        ("OP2", "2"),
        ("OP4", "4"),
        ("T1", None),
    ]
    assert page["OP1"].text == "Decides on the following:"
    assert page["OP2"].section == "Review"
    assert page["T1"].text == "Port | Lamps | North | 3"


def test_italics_give_openers(page):
    openers = {p.id: p.opener for p in page if p.opener}
    assert openers == {
        "PP1": "Recalling",
        "PP2": "Noting also",
        "OP1": "Decides",
        "OP2": "Calls upon",
        "OP4": "Invites",
    }


def test_footnotes(page):
    assert [(n.mark, n.text) for n in page.footnotes] == [("1", "Resolution 217 A (III).")]
    assert page["PP1"].text == "Recalling its resolution 70/1 of 25 September 2015,"
    assert page["PP1"].footnotes == page["OP2"].footnotes == ("1",)
    assert page["PP2"].text == "Noting also that m2 matter & lamps too,"  # no footnote
    assert page.cites == ("A/RES/217 A (III)", "A/RES/70/1")


def test_numbers_that_are_printed_are_not_doubled():
    body = "<p>The General Assembly,</p><ol><li>1. <i>Decides</i> so;</li><li>2. <i>Asks</i> so.</li></ol>"
    assert [(p.id, p.opener) for p in webpage.parse(body.encode())] == [
        ("OP1", "Decides"),
        ("OP2", "Asks"),
    ]


def test_italics_around_the_number():
    record = webpage.parse(b"<p>The General Assembly,</p><p><i>1. Decides</i> to meet.</p>")
    assert (record["OP1"].opener, record["OP1"].text) == ("Decides", "Decides to meet.")


def test_line_breaks_part_paragraphs():
    text = (
        "<div>Lampes<br><br>L&rsquo;Assembl&eacute;e g&eacute;n&eacute;rale,<br><br><i>Rappelant</i> "
        "la nuit,<br><br>1. <i>Décide</i> de compter :<br><br>a) Les lampes ;<br><br>b) Les cloches.</div>"
    )
    record = webpage.parse(text.encode())
    assert (record.language, record.title) == ("fr", "Lampes")
    assert [(p.id, p.opener) for p in record] == [
        ("PP1", "Rappelant"),
        ("OP1", "Décide"),
        ("OP1(a)", None),
        ("OP1(b)", None),
    ]


def test_tables_that_only_place_text():
    text = (
        "<table><tr><td colspan=2>The General Assembly,</td></tr>"
        "<tr><td>1.</td><td><i>Decides</i> to light;</td></tr>"
        "<tr><td>2.</td><td><i>Decides</i> to count.</td></tr></table>"
    )
    assert [(p.id, p.text) for p in webpage.parse(text.encode())] == [
        ("OP1", "Decides to light;"),
        ("OP2", "Decides to count."),
    ]


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", ""),
        ("utf-8-sig", ""),
        ("utf-16", ""),  # a byte order mark
        ("cp1252", '<meta charset="iso-8859-1">'),  # which browsers read as Windows-1252
        ("cp1252", '<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">'),
        ("utf-8", '<meta charset="utf-8">'),
    ],
)
def test_encodings(encoding, declared):
    text = (
        f"<html><head>{declared}</head><p>L’Assemblée générale,</p><p>1. Décide l’été.</p></html>"
    )
    data = text.encode(encoding)
    assert webpage.is_html(data)
    record = webpage.parse(data)
    assert record["OP1"].text == "Décide l’été."
    assert not [i for i in record.issues if i.code == "encoding"]


def test_undeclared_and_wrongly_declared_encodings_are_said():
    text = "<p>L’Assemblée générale,</p><p>1. Décide.</p>"
    for head in ("", '<meta charset="utf-8">'):
        record = webpage.parse((head + text).encode("cp1252"))
        assert record["OP1"].text == "Décide."
        assert "encoding" in [i.code for i in record.issues]


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("<html><title>404 Not Found</title><body>Sorry</body></html>", "page of error"),
        ("<html><body><h1>Access denied</h1></body></html>", "page of error"),
        (
            '<html><head><meta http-equiv="Refresh" content="0; url=/x.pdf"></head></html>',
            "sends the browser on",
        ),
        ("<html><title>News</title><p>Lamps were lit.</p></html>", "'News'.* without a resolution"),
        ("<p>The General Assembly,</p>", "found no paragraph"),
    ],
)
def test_pages_without_a_resolution(page, said):
    with pytest.raises(UnresError, match=said):
        webpage.parse(page.encode())


def test_deep_nesting_is_bounded():
    deep = b"<div>" * 50_000 + b"The General Assembly," + b"</div>" * 50_000
    with pytest.raises(UnresError):
        webpage.parse(deep)


def test_text_is_escaped_in_views():
    page = "<p>The General Assembly,</p><p>1. Decides &lt;script&gt;alert(1)&lt;/script&gt;.</p>"
    view = webpage.parse(page.encode())._repr_html_()
    assert "<script>" not in view and "&lt;script&gt;" in view


def test_load_and_load_folder(tmp_path):
    (tmp_path / "lamps.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "lamps.txt").write_text(PAGE, encoding="utf-8")  # told from its content
    (tmp_path / "gone.htm").write_text("<html><title>404</title></html>")
    assert load(tmp_path / "lamps.txt").source.format == "html"
    records, issues = load_folder(tmp_path, progress=False)
    assert [r.symbol for r in records] == ["A/RES/75/901"] * 2
    assert issues["path"].tolist() == ["gone.htm"]
    with pytest.raises(ReadError, match="page of error"):
        load(tmp_path / "gone.htm")


def test_the_draft_as_a_page_gives_the_same_record(draft):
    import html
    import re
    from pathlib import Path

    text = (Path(__file__).resolve().parents[2] / "data" / "texts" / "A_78_L.86.txt").read_text(
        "utf-8"
    )
    parts = [html.escape(part) for part in re.split(r"\n\s*\n", text) if part.strip()]
    page = "".join(f"<p>{part}</p>" for part in parts)
    page = re.sub(r"\*(.+?)\*(?=\s)", r"<i>\1</i>", page)
    page = re.sub(r"\[([^\]]*)\]\(#\)", r'<a href="#">\1</a>', page).replace("\\", "")
    page = re.sub(r"¹", "<sup>1</sup>", page)
    record = webpage.parse(page.encode())
    assert record.sponsors == draft.sponsors and len(record.sponsors) == 28
    assert [(p.id, p.opener, p.text, p.footnotes) for p in record] == [
        (p.id, p.opener, p.text, p.footnotes) for p in draft
    ]
    assert (record.cites, record.title) == (draft.cites, draft.title)


# lists, marks and styles --------------------------------------------------------------


def lines(body):
    return webpage._Page(webpage._root(body)).lines()


def texts(body):
    return [line.text for line in lines(body)]


@pytest.mark.parametrize(
    ("attributes", "labels"),
    [
        ("", ["1. x", "2. x"]),
        ('start="7"', ["7. x", "8. x"]),
        ('start="9999"', ["9999. x", "10000. x"]),
        ('start="10000"', ["1. x", "2. x"]),  # no list of a resolution is as long
        ('start="-3"', ["1. x", "2. x"]),
        ('start="²"', ["1. x", "2. x"]),
        ('type="a"', ["(a) x", "(b) x"]),
        ('type="A"', ["(A) x", "(B) x"]),
        ('type="i" start="4"', ["(iv) x", "(v) x"]),
        ('type="I"', ["(I) x", "(II) x"]),
        ('type="a" start="26"', ["(z) x", "(aa) x"]),
        ('type="z"', ["1. x", "2. x"]),
        ('style="list-style-type: lower-roman"', ["(i) x", "(ii) x"]),
        ('style="list-style:none"', ["x", "x"]),
        ('style="list-style-type: square"', ["1. x", "2. x"]),
    ],
)
def test_labels_of_lists(attributes, labels):
    assert texts(f"<ol {attributes}><li>x<li>x</ol>") == labels


def test_values_bullets_and_lists_in_lists():
    assert texts('<ol><li value="4">x<li>x<li value="10000">x</ol>') == ["4. x", "5. x", "6. x"]
    assert texts("<ul><li>x<li>x</ul>") == ["• x", "• x"]
    assert texts("<ol><li>x<ol><li>y</ol><li>z</ol>") == ["1. x", "(1) y", "2. z"]
    assert texts("<ol><li>1. x</li><li>(a) y</li><li>12) z</li></ol>") == ["1. x", "(a) y", "12) z"]


def test_superscripts_are_marks_behind_words_only():
    def told(body):
        (line,) = lines(f"<p>{body}</p>")
        return line.text, line.marks

    assert told("lamps<sup>1</sup>") == ("lamps", ("1",))
    assert told("lamps,<sup>1</sup><sup>2</sup>") == ("lamps,", ("1", "2"))
    assert told("lamps <sup>[*]</sup>") == ("lamps", ("*",))
    assert told("m<sup>2</sup>") == ("m2", ())
    assert told("10<sup>3</sup> lamps") == ("103 lamps", ())
    assert told("sea<sup>3</sup>") == ("sea", ("3",))  # three letters are a word
    assert told("20<sup>th</sup> lamp") == ("20th lamp", ())
    assert told("lamps<sup>1234</sup>") == ("lamps1234", ())
    assert told("resolution 70/1<sup>1</sup> of 2015") == ("resolution 70/1 of 2015", ("1",))
    assert told("A/78/84<sup>2</sup>") == ("A/78/84", ("2",))
    assert told("A/78/L.8<sup>2</sup>") == ("A/78/L.8", ("2",))
    assert told("km/h<sup>2</sup>") == ("km/h2", ())
    assert told("see 70/1<sup><a href='x.html#n1'>1</a></sup>") == ("see 70/1", ("1",))
    assert told("see 70/1<span style='vertical-align: super'>1</span>") == ("see 70/1", ("1",))


def test_notes_by_links_and_by_superscripts():
    page = (
        '<p>The General Assembly,</p><p>1. Decides<a href="#n">[1]</a> on lamps<sup>2</sup>.</p>'
        '<p id="n"><a href="#top">1</a> See x.</p><p><sup>2</sup> 2 See y.</p>'
    )
    record = webpage.parse(page.encode())
    assert [(n.mark, n.text) for n in record.footnotes] == [("1", "See x."), ("2", "See y.")]
    assert record["OP1"].footnotes == ("1", "2")


def test_notes_after_line_breaks():
    page = "<div>The General Assembly,<br><br>1. Decides so.<sup>1</sup><br><br><sup>1</sup> See x.</div>"
    record = webpage.parse(page.encode())
    assert [(n.mark, n.text) for n in record.footnotes] == [("1", "See x.")]
    assert [(p.text, p.footnotes) for p in record] == [("Decides so.", ("1",))]


@pytest.mark.parametrize(
    ("body", "italic", "bold"),
    [
        ("<i>x</i>", True, False),
        ("<em>x</em>", True, False),
        ("<cite>x</cite>", True, False),
        ("<b>x</b>", False, True),
        ("<strong><em>x</em></strong>", True, True),
        ("<h2>x</h2>", False, True),
        ('<span class="italic">x</span>', True, False),
        ('<span class="bold">x</span>', False, True),
        ('<span class="embolden">x</span>', False, False),
        ('<span style="font-style: oblique">x</span>', True, False),
        ('<i style="font-style: normal">x</i>', False, False),
        ('<span style="font-weight: 600">x</span>', False, True),
        ('<b style="font-weight: 500">x</b>', False, False),
        ("x *y*", False, False),  # asterisks of a page are asterisks
    ],
)
def test_styles(body, italic, bold):
    (line,) = lines(f"<p>{body}</p>")
    assert (line.all_italic, line.all_bold) == (italic, bold)


def test_asterisks_and_links_of_a_page_are_no_markdown():
    assert texts("<p>*Decides* on [lamps](x) # 1\\.</p>") == ["*Decides* on [lamps](x) # 1\\."]


def test_links_tell_the_organ():
    link = '<a href="https://undocs.org/en/A/HRC/RES/48/13">48/13</a>'
    page = f"<p>The General Assembly,</p><p>1. Recalls resolution {link}.</p>"
    assert webpage.parse(page.encode()).cites == ("A/HRC/RES/48/13",)
    broken = page.replace("48/13<", "<br>48/13<")
    assert webpage.parse(broken.encode()).cites == ("A/HRC/RES/48/13",)


@pytest.mark.parametrize(
    ("hidden", "shown"),
    [
        ("<p hidden>x</p>", "<p>x</p>"),
        ('<p style="display: none">x</p>', '<p style="display: block">x</p>'),
        ("<nav>x</nav>", "<section>x</section>"),
        ("<footer>x</footer>", "<footer>x Council</footer>"),
        ("<aside>x</aside>", "<main>x</main>"),
        ("<button>x</button>", "<address>x</address>"),
        ("<!-- x -->", "<center>x</center>"),
    ],
)
def test_what_a_page_hides(hidden, shown):
    assert texts(f"<div>{hidden}</div>") == []
    assert len(texts(f"<div>{shown}</div>")) == 1


@pytest.mark.parametrize(
    ("table", "data"),
    [
        ("<tr><td>North<td>3", True),
        ("<tr><td>North", False),  # one column
        ("<tr><td><td>3", False),  # one cell with text
        ("<tr><td>North<td>" + "x" * 200, True),
        ("<tr><td>North<td>" + "x" * 201, False),  # paragraphs, not cells
        ("<tr><td>The General Assembly,<td>x", False),
        ("<tr><td>1.<td>Decides so<tr><td>North<td>3<tr><td>South<td>4", True),
        ("<tr><td>1.<td>Decides so<tr><td>North<td>3", False),  # half the rows have labels
        ("<tr><td>x<td><table><tr><td>y<td>z</table>", False),
    ],
)
def test_tables_of_data(table, data):
    page = webpage._root(f"<table>{table}</table>")
    assert webpage._is_data(next(iter(page.iter("table")))) is data


def test_preformatted_text_keeps_its_lines():
    assert texts("<pre>1. Decides so;\n\n2. Asks\nso.</pre>") == [
        "1. Decides so;",
        "2. Asks",
        "so.",
    ]
    assert texts("<p>1. Decides\n\nso</p>") == ["1. Decides so"]


def test_bytes_of_a_page_are_bounded(monkeypatch):
    page = b"<p>The General Assembly,</p><p>1. Decides so.</p>"
    monkeypatch.setattr(webpage, "MAX_BYTES", len(page))
    assert len(webpage.parse(page)) == 1
    with pytest.raises(UnresError, match=f"found {len(page) + 1} bytes of HTML"):
        webpage.parse(page + b" ")


def test_what_begins_as_html():
    for data in (
        b"<!-- x --><?xml version='1.0'?><html>",
        b"\xef\xbb\xbf <p>",
        b"<BODY bgcolor=x>",
    ):
        assert webpage.is_html(data)
    for data in (b"The <p>", b"<paragraph>", b"<resolution/>", b""):
        assert not webpage.is_html(data)


def test_a_long_page_that_mentions_errors_is_no_page_of_error():
    for words, said in ((2990, "page of error"), (3010, "without a resolution")):
        page = "<p>error " + "x" * (words - 6) + "</p>"
        with pytest.raises(UnresError, match=said):
            webpage.parse(page.encode())


def test_links_behind_line_breaks_keep_their_place():
    address = "https://undocs.org/en/A/HRC/RES/48/13"
    page = f"The General Assembly,<br>1. Recalls resolution <a href='{address}'>48/13</a>."
    assert webpage.parse(f"<p>{page}</p>".encode()).cites == ("A/HRC/RES/48/13",)
    assert webpage.parse(f"<p>{page.replace(address, '#')}</p>".encode()).cites == ("A/RES/48/13",)


def test_a_label_alone_waits_for_its_text():
    page = webpage._Page(webpage._root("<p>x"))
    for runs, label in (
        ([("1.", 0), *[(" ", 0)] * 8], True),
        ([("1.", 0), *[(" ", 0)] * 9], False),
        ([("(a)", 0)], True),
        ([("a", 0)], False),
        ([("12345.", 0)], False),
    ):
        page.line.runs = runs
        assert page._is_label() is label


NO_TEXTS = "undefined rot13 base64 hex zlib uu quopri bz2 idna punycode unicode_escape"
NO_TEXTS += " raw_unicode_escape utf-7 utf-16 utf-16le utf-32 mbcs oem x-user-defined nonsense"


@pytest.mark.parametrize("name", NO_TEXTS.split())
def test_a_page_that_declares_no_encoding_of_text_is_read_as_if_it_declared_none(name):
    text = "<p>The General Assembly,</p><p>1. Decides +ADw- \\u0041 to meet at the café;</p>"
    head = f'<meta charset="{name}">'.encode()
    for encoding, reason in (("utf-8", "is in UTF-8"), ("cp1252", "not UTF-8")):
        record = webpage.parse(head + text.encode(encoding))
        assert record["OP1"].text == "Decides +ADw- \\u0041 to meet at the café;"
        said = [issue.message for issue in record.issues if issue.code == "encoding"]
        assert reason in said[0]
        assert f"declares {name.lower()}" in said[-1]


def test_utf_8_is_read_as_that_whatever_a_page_declares():
    for name in ("windows-1252", "iso-8859-1", "koi8-r", "big5"):
        text = f'<meta charset="{name}"><p>The General Assembly,</p><p>1. Decides café;</p>'
        record = webpage.parse(text.encode())
        assert record["OP1"].text == "Decides café;"
        assert [i.message for i in record.issues if i.code == "encoding"] == [
            f"the page declares {name}, and is in UTF-8"
        ]
        plain = webpage.parse(text.replace("é", "e").encode())
        assert [i for i in plain.issues if i.code == "encoding"] == []


@pytest.mark.parametrize(
    ("name", "encoding", "letter"),
    [
        ("windows-1251", "cp1251", "ж"),
        ("koi8-r", "koi8-r", "ж"),
        ("iso-8859-1", "cp1252", "’"),
        ("gb2312", "gbk", "鎔"),  # of GBK, which browsers read under this name
        ("shift_jis", "cp932", "①"),  # of Windows
        ("windows-1256", "cp1256", "ش"),
    ],
)
def test_other_encodings_are_read_as_browsers_do(name, encoding, letter):
    text = f'<meta charset="{name}"><p>The General Assembly,</p><p>1. Decides {letter};</p>'
    record = webpage.parse(text.encode(encoding))
    assert record["OP1"].text == f"Decides {letter};"
    assert [i for i in record.issues if i.code == "encoding"] == []


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le"])
def test_pages_in_wide_encodings(encoding):
    text = "<html><p>The General Assembly,</p><p>1. Decides to meet at the café;</p></html>"
    record = loads(text.encode(encoding), "x.html")
    assert (record.source.format, record["OP1"].text) == ("html", "Decides to meet at the café;")


def test_a_note_behind_a_number_is_no_part_of_the_citation():
    page = "<p>The General Assembly,</p><p>Recalling its resolution 70/1<sup>1</sup> of 2015,</p>"
    record = webpage.parse(f"{page}<p>1. Decides so.</p><p><sup>1</sup> See x.</p>".encode())
    assert (record.paragraphs[0].cites, record.paragraphs[0].footnotes) == (("A/RES/70/1",), ("1",))
    assert record.cites == ("A/RES/70/1",)
