"""Backpacks, bags and everything to sleep in."""

from data.sample.pictures.draw import Paint, circle, line, mirror, oval, path, rect, shadow, turn


def backpack(p: Paint) -> str:
    return (
        shadow(y=276, rx=90)
        + mirror(path("M132 130 Q104 138 106 190 Q106 236 134 240 Z", p.dark))
        + path("M130 90 Q128 44 200 40 Q272 44 270 90 V250 Q268 272 246 272 H154 Q132 272 130 250 Z", p.main)
        + path("M124 96 Q124 34 200 30 Q276 34 276 96 Q200 118 124 96 Z", p.light)
        + line("M180 32 Q200 10 220 32", p.ink, 6)
        + line("M162 98 V260 M238 98 V260", p.deep, 7)
        + rect(152, 102, 20, 16, p.accent, 4)
        + rect(228, 102, 20, 16, p.accent, 4)
        + rect(152, 164, 96, 78, p.dark, 14)
        + line("M164 182 H236", p.accent, 4)
        + rect(140, 254, 120, 20, p.deep, 9)
    )


def daypack(p: Paint) -> str:
    return (
        shadow(y=262, rx=90)
        + line("M182 56 Q200 28 218 56", p.ink, 7)
        + path("M122 116 Q124 50 200 48 Q276 50 278 116 V236 Q276 258 252 258 H148 Q124 258 122 236 Z", p.main)
        + line("M134 112 Q136 64 200 62 Q264 64 266 112 V150", p.deep, 4)
        + rect(142, 156, 116, 86, p.dark, 18)
        + line("M152 178 H248", p.accent, 5)
        + rect(226, 178, 7, 18, p.accent, 3)
        + rect(180, 104, 40, 26, p.wood, 6)
        + line("M122 190 V230 M278 190 V230", p.deep, 5)
    )


def duffel(p: Paint) -> str:
    return (
        shadow(y=246, rx=160)
        + path("M74 124 Q200 102 326 124 Q356 180 326 236 Q200 248 74 236 Q44 180 74 124 Z", p.main)
        + oval(62, 180, 22, 57, p.dark)
        + oval(338, 180, 22, 57, p.dark)
        + line("M110 128 Q200 112 290 128", p.deep, 5)
        + line("M128 234 V150 Q132 78 200 76 Q268 78 272 150 V234", p.accent, 11)
        + rect(174, 68, 52, 17, p.ink, 7)
        + rect(160, 172, 80, 40, p.dark, 8)
    )


def dry_bag(p: Paint) -> str:
    return (
        shadow(y=270, rx=80)
        + path("M136 108 Q126 190 134 250 Q200 282 266 250 Q274 190 264 108 Z", p.main)
        + path("M220 104 H264 Q274 190 266 250 Q246 262 226 266 Q238 180 220 104 Z", p.dark)
        + path("M136 108 Q146 82 158 66 H242 Q254 82 264 108 Q200 124 136 108 Z", p.light)
        + rect(148, 48, 104, 24, p.deep, 10)
        + line("M148 60 Q118 40 140 24 Q200 4 260 24 Q282 40 252 60", p.ink, 6)
        + rect(184, 12, 32, 18, p.accent, 5)
        + line("M134 196 Q200 214 268 196", p.pale, 5)
    )


def hip_pack(p: Paint) -> str:
    return (
        line("M22 148 Q80 118 130 134 M378 148 Q320 118 270 134", p.ink, 14)
        + shadow(y=232, rx=110)
        + path("M98 134 Q200 98 302 134 Q316 200 270 218 Q200 232 130 218 Q84 200 98 134 Z", p.main)
        + path("M112 168 Q200 152 288 168 Q286 204 262 210 Q200 220 138 210 Q114 204 112 168 Z", p.dark)
        + line("M118 142 Q200 118 282 142", p.accent, 5)
        + line("M124 174 Q200 160 276 174", p.light, 4)
        + rect(266, 138, 7, 20, p.accent, 3)
    )


def sleeping_bag(p: Paint) -> str:
    seams = "".join(
        line(f"M{x} {96 + (x - 110) * 0.07:g} Q{x + 12} 160 {x} {222 - (x - 110) * 0.07:g}", p.dark, 4)
        for x in range(140, 350, 38)
    )
    body = (
        path("M76 96 Q30 104 28 160 Q30 214 76 222 Q250 232 352 202 Q378 190 378 160 Q378 130 352 118 Q250 84 76 96 Z", p.main)
        + seams
        + path("M76 96 Q30 104 28 160 Q30 214 76 222 Q108 224 118 160 Q108 94 76 96 Z", p.light)
        + oval(74, 160, 28, 42, p.deep)
        + oval(70, 162, 20, 30, p.accent)
        + line("M104 192 Q200 202 268 190", p.accent, 5)
    )
    return shadow(y=248, rx=165) + turn(-6, body)


def pad(p: Paint) -> str:
    ribs = "".join(line(f"M{104 + i * 30} {204 - i * 5} L{158 + i * 30} {126 - i * 5}", p.dark, 5) for i in range(7))
    return (
        shadow(y=244, rx=150)
        + path("M68 212 L130 112 L354 78 L312 180 Z", p.main, p.main, 14)
        + ribs
        + path("M62 218 L312 188 L314 204 L66 236 Z", p.deep)
        + circle(84, 200, 42, p.light)
        + circle(84, 200, 30, p.main)
        + circle(84, 200, 18, p.light)
        + circle(84, 200, 8, p.dark)
    )


def pillow(p: Paint) -> str:
    return (
        shadow(y=222, rx=130)
        + path("M82 104 Q200 78 318 104 Q338 150 318 204 Q200 224 82 204 Q62 150 82 104 Z", p.main, p.main, 12)
        + path("M96 116 Q200 96 304 116 Q312 136 308 152 Q200 128 92 152 Q88 130 96 116 Z", p.light)
        + line("M82 104 L108 126 M318 104 L292 126 M82 204 L108 184 M318 204 L292 184", p.dark, 4)
        + rect(300, 190, 26, 14, p.accent, 3)
    )


def liner(p: Paint) -> str:
    return (
        shadow(y=272, rx=110)
        + path("M96 60 Q120 44 150 56 V246 Q120 262 96 246 Z", p.dark)
        + path("M120 50 Q186 34 252 50 V250 Q186 270 120 250 Z", p.main)
        + path("M120 50 Q186 34 252 50 V92 Q186 76 120 92 Z", p.light)
        + line("M146 112 V244 M176 106 V250 M206 106 V250 M232 112 V244", p.light, 3)
        + rect(266, 172, 74, 92, p.deep, 22)
        + line("M272 190 Q303 176 334 190", p.accent, 5)
        + line("M303 182 V160", p.accent, 4)
    )
