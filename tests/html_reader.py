"""What a browser would make of a page: tags, attributes, text, and the text of every cell."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = ("br", "meta", "img", "link", "hr", "input", "col", "wbr")


class Reader(HTMLParser):
    """Reads HTML and fails when an element is closed that is not open."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str | None]] = []
        self.texts: list[str] = []
        self.cells: list[str] = []
        self.looks: list[tuple[str, dict[str, str]]] = []  # text, and its look in its element
        self.stack: list[tuple[str, dict[str, str]]] = []
        self.feed(str(text))
        self.close()
        assert not self.stack

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, *pair) for pair in attrs]
        style = dict(attrs).get("style") or ""
        rules = (rule.partition(":") for rule in style.split(";") if rule.strip())
        if tag not in VOID:
            self.stack.append((tag, {name.strip(): value.strip() for name, _, value in rules}))
        if tag == "td":
            self.cells.append("")

    def handle_startendtag(self, tag, attrs):
        assert tag in VOID
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag):
        assert self.stack.pop()[0] == tag

    def handle_data(self, data):
        tags = [tag for tag, _ in self.stack]
        self.texts.append(data)
        if "sup" in tags:  # the number of a source, not of the text
            return
        if "td" in tags:
            self.cells[-1] += data
            look = {
                k: v for _, rules in self.stack[tags.index("td") + 1 :] for k, v in rules.items()
            }
            self.looks.append((data, look))

    @property
    def text(self) -> str:
        return "".join(self.texts)

    def after(self, cell: str) -> str:
        """Return the text of the cell that follows."""
        return self.cells[self.cells.index(cell) + 1]
