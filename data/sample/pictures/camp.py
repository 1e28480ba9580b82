"""Tents, shelters and camp furniture."""

from data.sample.pictures.draw import Paint, circle, line, mirror, oval, path, rect, shadow

_GRASS = '<path d="M30 262 Q120 250 200 256 Q300 248 370 262 Q300 276 200 274 Q100 278 30 262 Z" fill="#9db88a" opacity=".55"/>'


def dome_tent(p: Paint) -> str:
    return (
        _GRASS
        + path("M50 256 Q90 84 210 70 Q322 92 352 256 Z", p.main)
        + path("M210 70 Q132 120 118 256 H50 Q90 84 210 70 Z", p.light)
        + path("M210 70 Q296 130 300 256 H352 Q322 92 210 70 Z", p.dark)
        + path("M210 108 Q172 160 162 256 H258 Q250 160 210 108 Z", p.deep)
        + path("M210 108 Q236 150 244 256 H258 Q250 160 210 108 Z", p.accent)
        + line("M50 256 Q90 84 210 70 Q322 92 352 256", p.accent, 4)
        + line("M64 210 L30 258 M342 210 L376 258", p.ink, 2)
    )


def family_tent(p: Paint) -> str:
    return (
        _GRASS
        + path("M36 258 L78 128 L150 72 H286 L336 128 L366 258 Z", p.main)
        + path("M36 258 L78 128 L150 72 L140 258 Z", p.light)
        + path("M366 258 L336 128 L286 72 L300 258 Z", p.dark)
        + path("M184 258 L190 128 Q220 108 250 128 L256 258 Z", p.deep)
        + path("M184 258 L190 128 Q196 120 208 118 Q206 190 196 258 Z", p.accent)
        + rect(82, 158, 42, 34, "#dfe9ee", 6, p.dark, 3)
        + line("M103 158 V192", p.dark, 3)
        + path("M146 70 H290 L296 82 H140 Z", p.accent)
        + line("M58 190 L20 260 M350 190 L384 260", p.ink, 2)
    )


def tarp(p: Paint) -> str:
    return (
        _GRASS
        + line("M96 90 V262 M318 74 V262", p.woodd, 8)
        + path("M96 92 L318 76 L372 176 Q240 148 150 196 Q84 168 34 186 Z", p.main)
        + path("M96 92 L318 76 Q236 116 150 196 Q84 168 34 186 Z", p.light)
        + line("M34 186 L12 262 M372 176 L392 262 M150 196 L140 262", p.ink, 2)
        + line("M96 92 L318 76", p.accent, 4)
    )


def hammock(p: Paint) -> str:
    return (
        rect(44, 30, 26, 236, p.woodd, 6)
        + rect(330, 30, 26, 236, p.woodd, 6)
        + _GRASS
        + line("M68 96 L106 128 M332 96 L294 128", p.accent, 6)
        + path("M98 120 Q200 262 302 120 Q312 220 248 236 Q200 246 152 236 Q88 220 98 120 Z", p.main)
        + path("M98 120 Q200 262 302 120 Q200 216 98 120 Z", p.deep)
        + line("M112 180 Q200 250 288 180", p.light, 6)
    )


def camp_chair(p: Paint) -> str:
    return (
        shadow()
        + line("M118 258 L262 150 M282 258 L138 150 M132 92 L118 190 M268 92 L282 190", p.ink, 7)
        + path("M124 66 Q200 50 276 66 L264 168 Q200 184 136 168 Z", p.main)
        + path("M134 160 Q200 178 266 160 L292 196 Q200 226 108 196 Z", p.dark)
        + mirror(rect(82, 138, 58, 13, p.accent, 6) + line("M104 150 L110 196", p.ink, 6))
        + path("M124 66 Q200 50 276 66 L274 84 Q200 68 126 84 Z", p.accent)
    )


def camp_table(p: Paint) -> str:
    slats = "".join(line(f"M{66 + i * 30} 118 L{88 + i * 25} 92", p.dark, 3) for i in range(1, 10))
    return (
        shadow(y=264, rx=140)
        + line("M96 122 L290 260 M304 122 L110 260", p.metald, 9)
        + circle(200, 194, 7, p.ink)
        + path("M88 90 H312 L342 120 H58 Z", p.light)
        + slats
        + rect(56, 118, 288, 13, p.main, 5)
    )


def stool(p: Paint) -> str:
    return (
        shadow(y=262, rx=100)
        + line("M146 120 L120 258 M254 120 L280 258 M200 124 V262", p.dark, 15)
        + line("M134 200 H266", p.deep, 9)
        + rect(104, 100, 192, 28, p.main, 12)
        + oval(200, 102, 96, 18, p.light)
    )


def armchair(p: Paint) -> str:
    return (
        shadow(y=266)
        + line("M122 218 L108 264 M278 218 L292 264", p.woodd, 12)
        + path("M114 60 Q200 34 286 60 L276 176 H124 Z", p.main, p.main, 14)
        + line("M200 62 V160", p.dark, 3)
        + rect(110, 160, 180, 42, p.light, 18)
        + rect(112, 192, 176, 32, p.dark, 10)
        + mirror(rect(78, 132, 42, 92, p.deep, 16) + rect(74, 126, 50, 20, p.wood, 10))
    )


def bench(p: Paint) -> str:
    return (
        shadow(y=250, rx=160)
        + mirror(path("M76 146 H104 L96 248 H76 Z", p.dark))
        + line("M92 202 H308", p.deep, 11)
        + path("M60 116 H340 L358 134 H42 Z", p.light)
        + rect(42, 132, 316, 20, p.main, 5)
        + line("M78 124 H180 M220 126 H318", p.dark, 2)
    )


def camp_bed(p: Paint) -> str:
    return (
        shadow(y=248, rx=165)
        + "".join(line(f"M{x} 172 L{x + 40} 244 M{x + 40} 172 L{x} 244", p.metald, 7) for x in (66, 180, 294))
        + path("M52 128 H330 L362 166 H36 Z", p.light)
        + rect(34, 162, 330, 18, p.main, 8)
        + path("M60 130 H124 L118 156 H44 Z", p.accent)
        + line("M52 128 H330", p.metald, 6)
    )
