"""What a browser makes of a view: letters that stand out, sides of cells, widths of columns."""

from __future__ import annotations

import re

LOOKS = r"""outputs => {
  const clear = "rgba(0, 0, 0, 0)";
  const ground = e => {
    for (; e; e = e.parentElement) {
      const found = getComputedStyle(e).backgroundColor;
      if (found !== clear) return found;
    }
    return "rgb(255, 255, 255)";
  };
  const texts = [], cells = [], columns = [];
  for (const output of document.querySelectorAll(outputs)) {
    const walker = document.createTreeWalker(output, NodeFilter.SHOW_TEXT);
    for (let node; (node = walker.nextNode());) {
      const parent = node.parentElement;
      if (node.textContent.trim() && !parent.closest(".control, .dataframe, style, script")) {
        const own = getComputedStyle(parent);
        if (own.display !== "none") texts.push([node.textContent, own.color, ground(parent)]);
      }
    }
    for (const cell of output.querySelectorAll(".unres td, .unres th"))
      cells.push([cell.style.textAlign, getComputedStyle(cell).textAlign]);
    for (const table of output.querySelectorAll(".texts")) {
      const width = output.getBoundingClientRect().width;
      const all = [...table.querySelectorAll("tbody tr:first-child td")];
      columns.push(Math.max(...all.map(c => c.getBoundingClientRect().width)) / width);
    }
  }
  const maths = document.querySelectorAll(
    ".jp-RenderedHTML .unres mjx-container, .unres .MathJax, .finding mjx-container, " +
    ".caption mjx-container, .unres .katex").length;
  return {texts, cells, columns, maths};
}"""
BOXES = r"""() => {
  const clear = "rgba(0, 0, 0, 0)";
  const ground = e => {
    for (; e; e = e.parentElement) {
      const found = getComputedStyle(e).backgroundColor;
      if (found !== clear) return found;
    }
    return "rgb(255, 255, 255)";
  };
  const outputs = [...document.querySelectorAll(".jp-Notebook .jp-OutputArea-output")];
  const shown = outputs.filter(one => one.querySelector(".unres, img, .caption, .finding"));
  const wide = shown.filter(one => one.scrollWidth > one.clientWidth + 1)
    .map(one => [one.scrollWidth, one.clientWidth, one.innerText.slice(0, 80)]);
  const errors = [...document.querySelectorAll(
    ".jp-Notebook [data-mime-type='application/vnd.jupyter.error'], " +
    ".jp-Notebook [data-mime-type='application/vnd.jupyter.stderr']")].map(e => e.innerText);
  const links = [...document.querySelectorAll(".jp-Notebook .jp-OutputArea-output a")]
    .map(a => [a.innerText, getComputedStyle(a).color, ground(a)]);
  const figures = [];
  for (const image of document.querySelectorAll(".jp-Notebook .jp-OutputArea-output img")) {
    const made = document.createElement("canvas");
    made.width = image.naturalWidth; made.height = image.naturalHeight;
    const pen = made.getContext("2d");
    pen.drawImage(image, 0, 0);
    const [r, g, b, a] = pen.getImageData(1, 1, 1, 1).data;
    figures.push(a === 255 ? `rgb(${r}, ${g}, ${b})` : `rgba(${r}, ${g}, ${b}, ${a})`);
  }
  return {outputs: shown.length, wide, errors, links, figures};
}"""
# whether each box that scrolls takes the focus, and has a name
STOPS = r"""() => [...document.querySelectorAll(".jp-Notebook .jp-OutputArea-output .unres, " +
    ".jp-Notebook .jp-OutputArea-output div")]
  .filter(e => ["auto", "scroll"].includes(getComputedStyle(e).overflowX) &&
    e.closest(".jp-RenderedHTML") && !e.matches(".jp-RenderedHTML"))
  .map(e => { e.focus(); return [document.activeElement === e, !!e.getAttribute("aria-label")]; })"""
LEGEND = r"""() => [...document.querySelectorAll(".legend tr")].map(row => {
  const inner = row.cells[0].querySelector("span") || row.cells[0];
  const look = getComputedStyle(inner);
  return [row.cells[1].textContent, look.backgroundColor, look.borderBottomStyle];
})"""


def parts(colour: str) -> list[float]:
    return [float(x) for x in re.findall(r"[\d.]+", colour)]


def contrast(one: str, other: str) -> float:
    """Contrast of two colours: WCAG 2.2."""

    def light(colour: str) -> float:
        linear = [
            c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
            for c in (x / 255 for x in parts(colour)[:3])
        ]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    a, b = sorted((light(one), light(other)))
    return (b + 0.05) / (a + 0.05)


def check(
    page, outputs: str = ".jp-Notebook .jp-RenderedHTML", *, least_columns: bool = True
) -> dict:
    """Check what every view must have, whatever it shows: contrast, sides, widths of texts."""
    seen = page.evaluate(LOOKS, outputs)
    for text, colour, ground in seen["texts"]:
        assert len(parts(ground)) == 3, text
        assert contrast(colour, ground) >= 4.5, (text, colour, ground)
    assert seen["cells"] and all(own == computed for own, computed in seen["cells"])
    assert seen["maths"] == 0
    assert seen["columns"] or not least_columns
    assert min(seen["columns"], default=1) >= 0.55, seen["columns"]
    return seen


def check_legend(page, sources: int) -> None:
    """Every source, "other" and "in none" are told apart by colour."""
    rows = page.evaluate(LEGEND)[: sources + 3]
    names = [name for name, _, _ in rows[sources:]]
    assert names == ["other earlier resolutions", "in none", "grey italics: formulaic phrase"]
    looks = [tuple(look) for _, *look in rows[: sources + 2]]
    assert len(set(looks)) == len(looks)
    assert len({colour for colour, _ in looks}) == len(looks)
