"""Cookware and drinkware."""

from data.sample.pictures.draw import Paint, circle, line, mirror, oval, path, rect, shadow, turn


def stove(p: Paint) -> str:
    return (
        shadow(y=268, rx=90)
        + "".join(path(f"M{x} 66 Q{x - 12} 86 {x} 98 Q{x + 12} 86 {x} 66 Z", "#5b9bd0") for x in (168, 200, 232))
        + line("M200 128 L116 84 M200 128 L284 84 M116 84 H138 M284 84 H262", p.metald, 9)
        + rect(162, 98, 76, 20, p.metal, 9)
        + rect(188, 114, 24, 54, p.main, 4)
        + line("M212 142 H266", p.metald, 6)
        + rect(262, 132, 28, 20, p.accent, 6)
        + path("M134 196 Q134 170 176 168 H224 Q266 170 266 196 V246 Q266 262 248 262 H152 Q134 262 134 246 Z", p.accent)
        + rect(134, 206, 132, 30, "#f2f0ea")
        + circle(200, 221, 10, "#e08134")
    )


def cookset(p: Paint) -> str:
    return (
        shadow(y=256, rx=140)
        + path("M92 150 H252 V232 Q250 250 232 250 H112 Q94 250 92 232 Z", p.main)
        + path("M210 150 H252 V232 Q250 250 232 250 H200 Q212 200 210 150 Z", p.dark)
        + rect(82, 138, 180, 16, p.light, 7)
        + line("M252 178 H318", p.ink, 11)
        + path("M116 100 H226 V136 H116 Z", p.light)
        + rect(106, 90, 130, 13, p.dark, 6)
        + path("M128 88 Q172 62 214 88 Z", p.main)
        + circle(171, 70, 9, p.accent)
        + path("M282 206 H360 L348 246 Q346 250 340 250 H302 Q296 250 294 246 Z", p.light)
        + oval(321, 206, 39, 8, p.dark)
    )


def frying_pan(p: Paint) -> str:
    body = (
        path("M226 136 L372 112 Q390 112 390 126 Q390 140 372 142 L230 168 Z", p.deep)
        + circle(374, 127, 6, "#fff")
        + circle(146, 152, 106, p.dark)
        + circle(146, 152, 92, p.main)
        + circle(146, 152, 74, p.dark)
        + path("M100 120 Q126 92 166 100", "none", p.light, 6)
    )
    return shadow(x=170, y=272, rx=130) + f'<g transform="translate(0 2)">{body}</g>'


def dutch_oven(p: Paint) -> str:
    return (
        shadow(y=262, rx=130)
        + mirror(path("M92 150 Q62 148 62 168 Q62 186 92 184 V172 Q78 172 78 166 Q78 162 92 162 Z", p.deep))
        + path("M88 132 H312 V218 Q308 254 272 256 H128 Q92 254 88 218 Z", p.main)
        + path("M256 132 H312 V218 Q308 254 272 256 H236 Q262 200 256 132 Z", p.dark)
        + path("M80 124 Q96 82 200 78 Q304 82 320 124 Z", p.light)
        + rect(76, 118, 248, 18, p.dark, 8)
        + rect(182, 60, 36, 22, p.ink, 8)
        + line("M112 152 V206", p.light, 8)
    )


def kettle(p: Paint) -> str:
    return (
        shadow(y=258, rx=110)
        + line("M136 106 Q136 40 200 40 Q264 40 264 106", p.ink, 11)
        + path("M282 168 Q310 150 322 104 L346 100 Q346 184 284 222 Z", p.dark)
        + path("M108 214 Q104 112 200 106 Q296 112 292 214 Q290 250 260 252 H140 Q110 250 108 214 Z", p.main)
        + path("M154 114 Q200 90 246 114 Q200 126 154 114 Z", p.light)
        + circle(200, 94, 11, p.wood)
        + line("M130 208 Q128 150 166 130", p.light, 8)
        + rect(116, 236, 168, 16, p.dark, 8)
    )


def cutlery(p: Paint) -> str:
    fork = line("M120 56 V100 M136 56 V100 M152 56 V100", p.main, 7) + path(
        "M115 94 H157 Q158 126 143 132 L146 240 Q136 254 126 240 L129 132 Q114 126 115 94 Z", p.main
    )
    knife = path("M188 248 Q178 240 182 168 H184 V58 Q210 64 208 168 H206 Q212 240 204 248 Z", p.main) + rect(
        184, 168, 22, 84, p.dark, 9
    )
    spoon = (
        oval(258, 88, 24, 36, p.main)
        + oval(258, 86, 15, 25, p.light)
        + path("M253 120 H263 L268 240 Q258 254 248 240 Z", p.main)
    )
    return shadow(y=270, rx=110) + turn(-8, fork) + knife + turn(8, spoon) + rect(96, 196, 208, 26, p.accent, 8)


def board(p: Paint) -> str:
    grain = "".join(line(f"M{70 + (i % 2) * 20} {118 + i * 24} H{240 - (i % 3) * 24}", p.dark, 2) for i in range(4))
    body = (
        path(
            "M56 92 H262 Q280 92 282 112 Q286 128 310 128 H340 Q364 128 364 152 Q364 176 340 176 H310 Q286 176 282 "
            "192 Q280 212 262 212 H56 Q44 212 44 200 V104 Q44 92 56 92 Z",
            p.main,
        )
        + rect(60, 106, 206, 92, "none", 10, p.light, 4)
        + grain
        + circle(338, 152, 9, "#fff")
    )
    return shadow(y=250, rx=150) + turn(-8, body)


def dripper(p: Paint) -> str:
    return (
        shadow(y=270, rx=80)
        + line("M272 92 Q318 94 312 128 Q304 150 260 140", p.dark, 11)
        + path("M108 66 H292 L232 158 H168 Z", p.main)
        + line("M146 76 L182 148 M178 76 L192 148 M254 76 L218 148 M222 76 L208 148", p.dark, 3)
        + rect(100, 56, 200, 14, p.light, 7)
        + rect(136, 156, 128, 13, p.dark, 6)
        + path("M152 176 H248 L256 254 Q254 264 244 264 H156 Q146 264 144 254 Z", "#dfe9ee")
        + path("M148 216 H252 L256 254 Q254 264 244 264 H156 Q146 264 144 254 Z", "#6b4630")
        + line("M200 170 V214", "#6b4630", 4)
    )


def cooler(p: Paint) -> str:
    return (
        shadow(y=258, rx=140)
        + line("M88 150 Q86 62 200 60 Q314 62 312 150", p.ink, 9)
        + path("M84 132 H316 L306 238 Q304 252 290 252 H110 Q96 252 94 238 Z", p.main)
        + rect(72, 100, 256, 38, p.light, 12)
        + line("M86 134 H314", p.deep, 4)
        + rect(184, 122, 32, 30, p.ink, 6)
        + rect(118, 174, 164, 48, p.dark, 10)
        + mirror(rect(70, 150, 26, 18, p.ink, 6))
    )


def mug(p: Paint) -> str:
    return (
        shadow(x=190, y=256, rx=90)
        + line("M256 122 Q318 116 314 164 Q308 212 252 206", p.dark, 17)
        + path("M108 88 H262 V222 Q260 250 232 250 H138 Q110 250 108 222 Z", p.main)
        + path("M220 88 H262 V222 Q260 250 232 250 H206 Q226 180 220 88 Z", p.dark)
        + oval(185, 88, 77, 16, p.ink)
        + oval(185, 92, 66, 11, "#6b4630")
        + line("M150 62 Q140 48 152 36 M186 58 Q176 42 188 28 M220 62 Q210 48 222 36", "#b9bec2", 5)
        + line("M130 120 V206", p.light, 8)
    )


def thermos(p: Paint) -> str:
    return (
        shadow(y=280, rx=64)
        + path("M152 112 Q152 92 170 88 H230 Q248 92 248 112 V262 Q246 276 232 276 H168 Q154 276 152 262 Z", p.main)
        + path("M222 88 H230 Q248 92 248 112 V262 Q246 276 232 276 H216 Q228 180 222 88 Z", p.dark)
        + path("M160 34 H240 L244 82 H156 Z", p.metal)
        + path("M220 34 H240 L244 82 H222 Z", p.metald)
        + rect(152, 80, 96, 12, p.ink, 4)
        + line("M244 46 Q276 50 270 78", p.metald, 7)
        + rect(152, 236, 96, 10, p.accent)
        + line("M168 122 V220", p.light, 8)
    )


def bottle(p: Paint) -> str:
    return (
        shadow(y=278, rx=62)
        + line("M176 44 Q200 8 224 44", p.ink, 8)
        + rect(174, 40, 52, 30, p.ink, 7)
        + path("M178 70 H222 V88 Q254 104 254 136 V258 Q252 274 236 274 H164 Q148 274 146 258 V136 Q146 104 178 88 Z", p.main)
        + path("M222 88 Q254 104 254 136 V258 Q252 274 236 274 H216 Q232 180 210 88 Z", p.dark)
        + path("M176 206 L200 168 L224 206 Z", p.pale)
        + line("M164 132 V244", p.light, 7)
    )


def food_jar(p: Paint) -> str:
    return (
        shadow(y=266, rx=84)
        + path("M122 120 H278 V236 Q276 262 250 262 H150 Q124 262 122 236 Z", p.main)
        + path("M236 120 H278 V236 Q276 262 250 262 H224 Q242 200 236 120 Z", p.dark)
        + path("M130 66 H270 Q282 68 282 82 V112 H118 V82 Q118 68 130 66 Z", p.metal)
        + line("M146 74 V106 M172 74 V106 M200 74 V106 M228 74 V106 M254 74 V106", p.metald, 4)
        + rect(116, 108, 168, 13, p.ink, 5)
        + line("M142 142 V222", p.light, 8)
        + turn(28, rect(306, 116, 11, 100, p.metald, 5) + oval(311, 104, 17, 25, p.metal), 311, 150)
    )


def water_filter(p: Paint) -> str:
    return (
        shadow(y=274, rx=110)
        + path("M92 40 H194 Q206 120 192 162 H94 Q80 120 92 40 Z", "#bfdce8")
        + path("M87 96 Q140 108 199 96 Q200 140 192 162 H94 Q86 140 87 96 Z", "#7fb6d2")
        + rect(88, 30, 110, 18, p.ink, 7)
        + line("M143 162 V182", p.ink, 10)
        + rect(116, 178, 54, 80, p.main, 12)
        + line("M116 198 H170 M116 238 H170", p.dark, 6)
        + rect(132, 208, 22, 20, p.accent, 4)
        + line("M143 258 Q146 284 200 268 Q248 248 250 190", p.ink, 6)
        + path("M228 150 H322 L314 254 Q312 262 304 262 H246 Q238 262 236 254 Z", "#dfe9ee")
        + path("M232 200 H318 L314 254 Q312 262 304 262 H246 Q238 262 236 254 Z", "#7fb6d2")
    )
