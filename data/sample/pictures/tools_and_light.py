"""Knives, tools, trail aids and lighting."""

from data.sample.pictures.draw import Paint, circle, line, mirror, oval, path, rect, shadow, turn

_GLOW = '<circle cx="{x}" cy="{y}" r="{r}" fill="#ffe9a8" opacity=".55"/>'


def _glow(x: float, y: float, r: float) -> str:
    return _GLOW.format(x=f"{x:g}", y=f"{y:g}", r=f"{r:g}")


def pocket_knife(p: Paint) -> str:
    body = (
        path("M196 130 L344 122 Q378 128 386 148 Q330 166 196 160 Z", p.metal)
        + path("M196 148 L384 148 Q330 166 196 160 Z", "#d9dee2")
        + path("M36 132 Q46 116 80 122 L200 118 Q212 120 212 146 Q212 170 200 172 L84 176 Q40 178 36 132 Z", p.main)
        + path("M40 152 Q120 164 212 152 Q212 170 200 172 L84 176 Q46 176 40 152 Z", p.dark)
        + rect(188, 116, 24, 58, p.metald, 6)
        + circle(200, 145, 7, p.ink)
        + circle(66, 150, 6, p.ink)
    )
    return shadow(y=232, rx=150) + turn(-18, body)


def multi_tool(p: Paint) -> str:
    half = path(
        "M196 132 Q176 150 168 180 L140 262 Q134 274 120 268 Q108 262 112 250 L146 152 Q160 120 196 110 Z", p.main
    ) + line("M156 168 L130 246", p.dark, 6)
    return (
        shadow(y=274, rx=110)
        + mirror(half)
        + mirror(
            path("M198 116 L172 98 Q168 60 192 26 L198 26 Z", p.metal)
            + line("M194 52 H184 M194 64 H182 M194 76 H180", p.metald, 3)
        )
        + circle(200, 122, 17, p.metald)
        + circle(200, 122, 6, p.ink)
        + path("M258 178 L336 124 L342 140 L268 194 Z", p.metal)
    )


def axe(p: Paint) -> str:
    body = (
        path("M186 60 H208 Q206 160 214 240 Q216 268 200 268 Q184 268 188 240 Q192 160 186 60 Z", p.main)
        + path("M176 62 H222 V106 H196 Q150 106 118 134 Q104 84 124 44 Q150 66 176 62 Z", p.metald)
        + path("M124 44 Q104 84 118 134 L130 126 Q120 86 136 54 Z", "#d9dee2")
        + rect(188, 222, 25, 10, p.accent)
    )
    return shadow(y=272, rx=100) + turn(24, body)


def saw(p: Paint) -> str:
    teeth = "M176 158 " + " ".join(f"L{180 + i * 12} 172 L{188 + i * 12} 158" for i in range(15))
    body = (
        path("M170 128 L352 134 Q372 140 368 158 L172 160 Z", p.metal)
        + path(teeth + " Z", p.metal)
        + path("M30 144 Q34 120 62 122 L168 120 Q190 122 190 144 Q190 170 168 172 L70 178 Q26 182 30 144 Z", p.main)
        + line("M56 148 H150", p.dark, 13)
        + circle(174, 146, 9, p.ink)
    )
    return shadow(y=236, rx=150) + turn(-14, body)


def poles(p: Paint) -> str:
    pole = (
        rect(194, 70, 11, 100, p.main, 4)
        + rect(196, 164, 8, 84, p.metal, 3)
        + rect(190, 18, 19, 62, p.ink, 9)
        + line("M200 28 Q232 52 206 82", p.accent, 5)
        + rect(191, 158, 17, 14, p.accent, 4)
        + oval(200, 250, 20, 6, p.ink)
        + path("M196 250 H204 L200 280 Z", p.metald)
    )
    return (
        shadow(y=280, rx=90)
        + turn(14, f'<g transform="translate(-24 0)">{pole}</g>')
        + turn(-14, f'<g transform="translate(24 0)">{pole}</g>')
    )


def compass(p: Paint) -> str:
    ticks = "".join(turn(a, rect(198, 76, 4, 13, p.ink), 200, 156) for a in range(0, 360, 30))
    return (
        shadow(y=272, rx=90)
        + circle(200, 42, 17, "none", p.metald, 8)
        + circle(200, 156, 108, p.main)
        + circle(200, 156, 108, "none", p.dark, 8)
        + circle(200, 156, 84, "#f7f4ec")
        + ticks
        + turn(32, path("M200 88 L214 156 H186 Z", "#c0392f") + path("M200 224 L214 156 H186 Z", p.metal), 200, 156)
        + circle(200, 156, 9, p.ink)
    )


def first_aid(p: Paint) -> str:
    return (
        shadow(y=258, rx=130)
        + line("M168 84 V64 Q168 52 180 52 H220 Q232 52 232 64 V84", p.ink, 10)
        + rect(84, 82, 232, 168, p.main, 24)
        + rect(84, 200, 232, 50, p.dark, 22)
        + circle(200, 160, 56, "#f7f4ec")
        + rect(187, 124, 26, 72, "#c0392f", 4)
        + rect(164, 147, 72, 26, "#c0392f", 4)
        + line("M96 104 H140 M260 104 H304", p.light, 5)
    )


def headlamp(p: Paint) -> str:
    return (
        _glow(200, 176, 96)
        + path(
            "M200 58 Q332 58 336 160 Q330 196 262 200 L258 172 Q304 168 306 152 Q298 88 200 88 Q102 88 94 152 Q96 "
            "168 142 172 L138 200 Q70 196 64 160 Q68 58 200 58 Z",
            p.main,
        )
        + line("M92 96 Q140 72 200 73 Q260 72 308 96", p.accent, 6)
        + rect(132, 134, 136, 92, p.ink, 26)
        + circle(200, 180, 38, p.metal)
        + circle(200, 180, 29, "#fff6d6")
        + circle(200, 180, 12, "#ffe08a")
        + rect(174, 122, 52, 15, p.accent, 6)
    )


def lantern(p: Paint) -> str:
    return (
        _glow(200, 166, 110)
        + shadow(y=272, rx=80)
        + line("M146 92 Q146 26 200 26 Q254 26 254 92", p.ink, 6)
        + path("M150 92 Q160 62 200 60 Q240 62 250 92 Z", p.main)
        + rect(138, 88, 124, 16, p.dark, 7)
        + path("M148 104 H252 L258 214 H142 Z", "#fff3c9")
        + circle(200, 164, 24, "#ffd978")
        + line("M170 104 L166 214 M230 104 L234 214", p.dark, 5)
        + path("M134 212 H266 L276 262 Q276 268 268 268 H132 Q124 268 124 262 Z", p.main)
        + circle(200, 240, 11, p.accent)
    )


def table_lamp(p: Paint) -> str:
    return (
        _glow(200, 128, 122)
        + shadow(y=268, rx=80)
        + line("M246 262 Q310 268 330 246", p.ink, 4)
        + path("M190 148 H210 V196 Q244 206 242 244 Q240 264 222 264 H178 Q160 264 158 244 Q156 206 190 196 Z", p.wood)
        + path("M216 200 Q244 210 242 244 Q240 264 222 264 H206 Q230 236 216 200 Z", p.woodd)
        + path("M154 44 H246 L288 154 H112 Z", p.main)
        + path("M224 44 H246 L288 154 H244 Z", p.dark)
        + rect(110, 150, 180, 9, p.deep, 4)
    )


def floor_lamp(p: Paint) -> str:
    return (
        _glow(200, 84, 86)
        + shadow(y=282, rx=80)
        + line("M200 104 L146 280 M200 104 L254 280 M200 104 V274", p.woodd, 7)
        + line("M170 204 H230", p.wood, 5)
        + path("M160 22 H240 L270 106 H130 Z", p.main)
        + path("M220 22 H240 L270 106 H234 Z", p.dark)
        + rect(128, 102, 144, 8, p.deep, 4)
    )


def string_lights(p: Paint) -> str:
    spots = ((44, 84), (92, 118), (144, 138), (200, 146), (256, 138), (308, 118), (356, 84))
    bulbs = "".join(
        _glow(x, y + 42, 30)
        + rect(x - 8, y, 16, 20, p.main, 4)
        + path(f"M{x - 9} {y + 20} Q{x - 24} {y + 56} {x} {y + 64} Q{x + 24} {y + 56} {x + 9} {y + 20} Z", "#ffe08a")
        for x, y in spots
    )
    return line("M8 40 Q200 256 392 40", p.ink, 5) + bulbs


def candle(p: Paint) -> str:
    return (
        _glow(200, 78, 70)
        + shadow(y=268, rx=80)
        + path("M200 38 Q176 76 188 94 Q200 104 212 94 Q224 76 200 38 Z", "#f2a33c")
        + path("M200 62 Q190 82 196 92 Q200 96 204 92 Q210 82 200 62 Z", "#fff3c9")
        + line("M200 96 V116", p.ink, 4)
        + path("M136 122 H264 V250 Q262 264 248 264 H152 Q138 264 136 250 Z", p.main)
        + path("M228 122 H264 V250 Q262 264 248 264 H218 Q236 200 228 122 Z", p.dark)
        + oval(200, 122, 64, 14, p.pale)
        + path("M156 126 V160 Q164 170 170 158 V130 Z", p.pale)
        + rect(136, 182, 128, 46, p.accent)
    )
