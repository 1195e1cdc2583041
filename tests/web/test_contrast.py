"""Contrast by number: every pair of colours that text and pictures use, from the style sheet's tokens, in both schemes.

WCAG 2.2: 1.4.3 asks 4.5:1 for text, 1.4.11 asks 3:1 for what a picture needs to be understood; axe looks into no SVG.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ASSETS = Path(__file__).parents[2] / "src/widgraph/assets"
SCHEMES = ("light", "dark")
#: Text (or a code) on a ground.
TEXT = [
    *((front, back) for front in ("ink", "muted", "brand", "brand-strong") for back in ("paper", "surface", "tint")),
    *(("paper", f"hue-{place}") for place in range(1, 6)),
    ("paper", "brand"),
    *((f"hue-{place}", "paper") for place in range(1, 6)),
]
#: Shapes and lines on a ground: bars, dots, arcs, edges of boxes and fields, focus rings.
SHAPES = [
    ("bar", "bar-back"),
    ("edge", "bar-back"),
    ("edge", "paper"),
    ("edge", "surface"),
    ("brand", "paper"),
    ("brand", "surface"),
    *((f"hue-{place}", back) for place in range(1, 6) for back in ("paper", "surface", "tint")),
]
#: The shares of the bar colour in the shades of the heat maps.
SHADES = (10, 18, 26, 34, 42)


def tokens(scheme: str) -> dict[str, str]:
    """Return the colours of a scheme by name; the dark block of the file changes what the light one says."""
    text = (ASSETS / "tokens.css").read_text(encoding="utf-8")
    light, dark = text.split("@media screen and (prefers-color-scheme: dark)")
    pattern = re.compile(r"--([a-z0-9-]+): (#[0-9a-f]{6});")
    found = dict(pattern.findall(light))
    return {**found, **dict(pattern.findall(dark))} if scheme == "dark" else found


def channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return red, green, blue


def luminance(colour: tuple[float, float, float]) -> float:
    """Relative luminance (WCAG 2.2, definition)."""
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_measure_itself() -> None:
    assert contrast(channels("#000000"), channels("#ffffff")) == pytest.approx(21)
    assert contrast(channels("#777777"), channels("#ffffff")) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_text_is_legible(scheme: str) -> None:
    colours = tokens(scheme)
    low = {
        pair: round(contrast(channels(colours[pair[0]]), channels(colours[pair[1]])), 2)
        for pair in TEXT
        if contrast(channels(colours[pair[0]]), channels(colours[pair[1]])) < 4.5
    }
    assert low == {}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_shapes_stand_out(scheme: str) -> None:
    colours = tokens(scheme)
    low = {
        pair: round(contrast(channels(colours[pair[0]]), channels(colours[pair[1]])), 2)
        for pair in SHAPES
        if contrast(channels(colours[pair[0]]), channels(colours[pair[1]])) < 3
    }
    assert low == {}


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("share", SHADES)
def test_numbers_are_legible_on_every_shade_of_the_heat_maps(scheme: str, share: int) -> None:
    colours = tokens(scheme)
    text = (ASSETS / "content.css").read_text(encoding="utf-8")
    assert f"color-mix(in srgb, var(--bar) {share}%, var(--surface))" in text
    bar, surface = channels(colours["bar"]), channels(colours["surface"])
    mixed = tuple(a * share / 100 + b * (1 - share / 100) for a, b in zip(bar, surface, strict=True))
    assert contrast(channels(colours["ink"]), (mixed[0], mixed[1], mixed[2])) >= 4.5


def test_pictures_use_no_colour_but_the_tokens() -> None:
    """A colour written elsewhere would escape the tests above."""
    for path in ASSETS.glob("*.css"):
        if path.name not in ("tokens.css", "print.css"):  # paper is white
            assert not re.search(r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)|\b(?:rgb|hsl)a?\(", path.read_text("utf-8")), (
                path.name
            )
    templates = ASSETS.parent / "web/templates"
    for path in templates.glob("*.html"):
        assert not re.search(r'(?:fill|stroke|style)="', path.read_text("utf-8")), path.name
