"""Names that a figure must draw as they are."""

HOSTILE = {
    "dollars": "$x$ \\frac{1}{0}",
    "marks": "<b>&amp;</b> \x1b[1m",
    "long": "lamp " * 60,
    "one long word": "l" * 300,
    "from the right": "\u202eقرار بشأن المصابيح",
    "Chinese": "大会决定保护灯塔",
}
