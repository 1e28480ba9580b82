"""Blankets, rugs and things for the house and the garden."""

from data.sample.pictures.draw import Paint, circle, line, mirror, oval, path, rect, shadow


def blanket(p: Paint) -> str:
    fringe = "".join(line(f"M{x} 246 V264", p.light, 4) for x in range(96, 312, 13))
    return (
        shadow(y=268, rx=140)
        + fringe
        + rect(86, 186, 230, 60, p.dark, 16)
        + rect(82, 136, 238, 62, p.main, 20)
        + rect(86, 90, 230, 60, p.light, 20)
        + line("M96 150 H306 M96 180 H306", p.accent, 6)
        + line("M100 128 H302", p.main, 6)
        + line("M98 214 H304 M98 228 H304", p.accent, 4)
    )


def picnic_blanket(p: Paint) -> str:
    across = "".join(line(f"M{110 - i * 19} {110 + i * 38} H{290 + i * 19}", p.accent, 9) for i in range(1, 4))
    along = "".join(line(f"M{116 + i * 42} 92 L{72 + i * 64} 246", p.light, 9) for i in range(1, 4))
    return (
        shadow(y=258, rx=180)
        + path("M112 92 H288 L364 246 H36 Z", p.main, p.dark, 5)
        + across
        + along
        + path("M364 246 L316 246 L342 200 Z", p.dark)
        + path("M316 246 L342 200 L320 206 Z", p.pale)
    )


def cushion(p: Paint) -> str:
    return (
        shadow(y=262, rx=120)
        + path("M92 54 Q200 76 308 54 Q288 154 308 254 Q200 234 92 254 Q112 154 92 54 Z", p.main, p.main, 12)
        + line("M146 74 Q154 154 146 236 M200 76 V234 M254 74 Q246 154 254 236", p.dark, 6)
        + line("M120 78 Q128 154 120 232 M174 78 V234 M228 76 V234 M280 78 Q272 154 280 232", p.light, 3)
    )


def towel(p: Paint) -> str:
    return (
        rect(60, 50, 280, 12, p.woodd, 6)
        + mirror(rect(56, 42, 14, 28, p.wood, 5))
        + path("M116 56 H284 V250 H116 Z", p.main)
        + path("M132 48 H300 V206 H284 V66 H132 Z", p.dark)
        + rect(116, 54, 168, 8, p.light)
        + line("M116 206 H284 M116 220 H284", p.accent, 6)
        + "".join(line(f"M{x} 250 V262", p.light, 4) for x in range(120, 284, 12))
    )


def rug(p: Paint) -> str:
    fringe = mirror("".join(line(f"M{40 + i * 1} {86 + i * 13} H24", p.pale, 4) for i in range(11)))
    return (
        fringe
        + rect(40, 76, 320, 152, p.main, 4)
        + rect(58, 94, 284, 116, "none", 2, p.light, 7)
        + rect(74, 110, 252, 84, p.dark, 2)
        + "".join(
            path(f"M{x} 152 L{x + 32} 118 L{x + 64} 152 L{x + 32} 186 Z", p.accent)
            + path(f"M{x + 16} 152 L{x + 32} 135 L{x + 48} 152 L{x + 32} 169 Z", p.pale)
            for x in (88, 168, 248)
        )
    )


def striped_rug(p: Paint) -> str:
    stripes = "".join(rect(40 + i * 40, 78, 18, 148, (p.light, p.accent, p.pale, p.dark)[i % 4]) for i in range(8))
    return shadow(y=240, rx=170) + rect(40, 78, 320, 148, p.main, 4) + stripes + rect(40, 78, 320, 148, "none", 4, p.deep, 5)


def round_rug(p: Paint) -> str:
    rings = "".join(circle(200, 150, r, p.main if i % 2 else p.light, p.dark, 2) for i, r in enumerate(range(124, 10, -14)))
    return shadow(y=276, rx=110) + rings


def doormat(p: Paint) -> str:
    bristles = "".join(line(f"M{66 + i * 18} 98 V206", p.dark, 3) for i in range(16))
    return (
        shadow(y=232, rx=170)
        + rect(42, 82, 316, 140, p.deep, 8)
        + rect(52, 90, 296, 124, p.main, 4)
        + bristles
        + path("M200 190 Q146 160 154 128 Q170 104 200 130 Q230 104 246 128 Q254 160 200 190 Z", p.pale)
    )


def planter(p: Paint) -> str:
    leaves = "".join(
        path(d, fill)
        for d, fill in (
            ("M200 150 Q132 130 122 58 Q190 74 200 150 Z", "#5d8a57"),
            ("M200 150 Q268 130 278 58 Q210 74 200 150 Z", "#4c7848"),
            ("M200 152 Q160 90 200 24 Q240 90 200 152 Z", "#6b9b63"),
        )
    )
    return (
        shadow(y=272, rx=90)
        + leaves
        + line("M200 150 V60", "#3f6a3c", 3)
        + path("M124 156 H276 L258 254 Q256 266 242 266 H158 Q144 266 142 254 Z", p.main)
        + path("M240 156 H276 L258 254 Q256 266 242 266 H222 Q240 210 240 156 Z", p.dark)
        + rect(114, 142, 172, 28, p.light, 8)
    )


def watering_can(p: Paint) -> str:
    return (
        shadow(y=260, rx=120)
        + line("M146 116 Q150 48 208 52 Q300 60 286 178 Q284 200 262 214", p.dark, 12)
        + path("M140 196 L62 92 L82 82 L152 152 Z", p.dark)
        + path("M46 104 L88 68 L96 80 L58 114 Z", p.accent)
        + path("M132 116 H256 L268 240 Q266 252 254 252 H136 Q124 252 122 240 Z", p.main)
        + path("M222 116 H256 L268 240 Q266 252 254 252 H224 Q236 190 222 116 Z", p.light)
        + rect(128, 106, 132, 16, p.light, 7)
    )


def bird_feeder(p: Paint) -> str:
    return (
        line("M200 12 V58", p.metald, 5)
        + path("M94 118 L200 48 L306 118 L296 130 H104 Z", p.dark)
        + rect(128, 128, 144, 92, "#e9f0f2")
        + path("M128 178 Q200 158 272 178 V220 H128 Z", "#d8a851")
        + mirror(rect(122, 128, 16, 96, p.main))
        + rect(96, 218, 208, 20, p.main, 5)
        + path("M262 206 Q256 186 274 182 Q282 168 296 176 L306 182 L296 188 Q298 208 280 212 Z", "#4d7fae")
        + circle(290, 180, 2.5, p.ink)
        + line("M278 212 V218", p.ink, 3)
    )


def fire_pit(p: Paint) -> str:
    return (
        shadow(y=276, rx=120)
        + path(
            "M200 30 Q152 92 160 134 Q166 166 200 170 Q234 166 240 134 Q244 108 226 88 Q220 106 212 104 Q220 66 200 30 Z",
            "#e8862e",
        )
        + path("M150 104 Q126 140 144 166 H176 Q156 136 150 104 Z M252 108 Q274 140 258 166 H226 Q246 138 252 108 Z", "#e8862e")
        + path("M200 88 Q178 126 186 152 Q200 166 214 152 Q222 126 200 88 Z", "#ffd36b")
        + line("M138 172 L250 150 M150 150 L262 172", "#8f6540", 13)
        + path("M76 166 H324 Q310 244 200 248 Q90 244 76 166 Z", p.main)
        + path("M250 166 H324 Q310 244 200 248 Q258 220 250 166 Z", p.dark)
        + rect(68, 158, 264, 16, p.light, 8)
        + line("M142 240 L124 274 M258 240 L276 274", p.deep, 11)
    )


def basket(p: Paint) -> str:
    weave = "".join(
        line(f"M{96 + i * 6} {146 + i * 28} Q200 {158 + i * 28} {304 - i * 6} {146 + i * 28}", p.dark, 5) for i in range(1, 4)
    )
    return (
        shadow(y=268, rx=110)
        + line("M104 138 Q120 40 200 38 Q280 40 296 138", p.dark, 13)
        + path("M86 132 H314 L290 244 Q286 262 266 262 H134 Q114 262 110 244 Z", p.main)
        + weave
        + "".join(line(f"M{x} 140 L{x + (200 - x) * 0.16:g} 260", p.light, 4) for x in (116, 150, 184, 216, 250, 284))
        + rect(78, 124, 244, 22, p.light, 10)
        + oval(200, 126, 108, 6, p.deep)
    )
