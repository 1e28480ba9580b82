"""Small helpers for drawing flat SVG shapes on a canvas of 400 × 300."""

from __future__ import annotations

from dataclasses import dataclass


def _mix(a: str, b: str, share: float) -> str:
    """The colour ``share`` of the way from ``a`` to ``b``, both "#rrggbb"."""
    parts = [round(int(a[i : i + 2], 16) * (1 - share) + int(b[i : i + 2], 16) * share) for i in (1, 3, 5)]
    return "#" + "".join(f"{p:02x}" for p in parts)


@dataclass(frozen=True)
class Paint:
    """The colour of the thing, and shades of it. ``accent`` is for straps, handles and trim; ``ink`` for thin lines."""

    main: str
    dark: str
    deep: str
    light: str
    pale: str
    accent: str
    wood: str = "#b98a5a"
    woodd: str = "#8f6540"
    metal: str = "#a9b0b6"
    metald: str = "#7b838a"
    ink: str = "#3b3f45"


def paint(colour: str, accent: str) -> Paint:
    return Paint(
        main=colour,
        dark=_mix(colour, "#1c1f26", 0.22),
        deep=_mix(colour, "#1c1f26", 0.45),
        light=_mix(colour, "#ffffff", 0.25),
        pale=_mix(colour, "#ffffff", 0.55),
        accent=accent,
    )


def path(d: str, fill: str, stroke: str = "", width: float = 0) -> str:
    return f'<path d="{d}" fill="{fill}"{_line(stroke, width)}/>'


def line(d: str, stroke: str, width: float) -> str:
    return (
        f'<path d="{d}" fill="none" stroke="{stroke}" stroke-width="{width:g}" stroke-linecap="round" stroke-linejoin="round"/>'
    )


def rect(x: float, y: float, w: float, h: float, fill: str, r: float = 0, stroke: str = "", width: float = 0) -> str:
    round_ = f' rx="{r:g}"' if r else ""
    return f'<rect x="{x:g}" y="{y:g}" width="{w:g}" height="{h:g}"{round_} fill="{fill}"{_line(stroke, width)}/>'


def circle(x: float, y: float, r: float, fill: str, stroke: str = "", width: float = 0) -> str:
    return f'<circle cx="{x:g}" cy="{y:g}" r="{r:g}" fill="{fill}"{_line(stroke, width)}/>'


def oval(x: float, y: float, rx: float, ry: float, fill: str, stroke: str = "", width: float = 0) -> str:
    return f'<ellipse cx="{x:g}" cy="{y:g}" rx="{rx:g}" ry="{ry:g}" fill="{fill}"{_line(stroke, width)}/>'


def turn(angle: float, body: str, x: float = 200, y: float = 150) -> str:
    return f'<g transform="rotate({angle:g} {x:g} {y:g})">{body}</g>'


def mirror(body: str) -> str:
    """The body and its mirror image about the middle of the canvas."""
    return body + f'<g transform="matrix(-1 0 0 1 400 0)">{body}</g>'


def shadow(x: float = 200, y: float = 268, rx: float = 120) -> str:
    return f'<ellipse cx="{x:g}" cy="{y:g}" rx="{rx:g}" ry="9" fill="#000" opacity=".1"/>'


def _line(stroke: str, width: float) -> str:
    return f' stroke="{stroke}" stroke-width="{width:g}" stroke-linejoin="round"' if stroke else ""
