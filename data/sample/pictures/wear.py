"""Jackets, clothing and footwear."""

from data.sample.pictures.draw import Paint, circle, line, mirror, oval, path, rect, shadow, turn

_BODY = "M150 72 L120 86 L84 196 L112 208 L138 142 L136 252 Q200 262 264 252 L262 142 L288 208 L316 196 L280 86 L250 72 Z"
_SLEEVE = "M150 72 L120 86 L84 196 L112 208 L146 116 Z"


def rain_jacket(p: Paint) -> str:
    return (
        shadow(y=266)
        + path(_BODY, p.main)
        + mirror(path(_SLEEVE, p.dark))
        + path("M150 76 Q150 34 200 32 Q250 34 250 76 Q226 96 200 96 Q174 96 150 76 Z", p.light)
        + path("M168 76 Q170 50 200 50 Q230 50 232 76 Q216 88 200 88 Q184 88 168 76 Z", p.deep)
        + line("M200 92 V256", p.accent, 5)
        + mirror(line("M160 196 L176 226", p.deep, 5))
        + line("M140 128 Q200 140 260 128", p.dark, 3)
    )


def puffer_jacket(p: Paint) -> str:
    seams = "".join(line(f"M139 {y} Q200 {y + 12} 261 {y}", p.dark, 4) for y in (110, 140, 170, 200, 230))
    arms = mirror("".join(line(f"M{116 - i * 9} {112 + i * 26} L{140 - i * 6} {122 + i * 26}", p.deep, 4) for i in range(4)))
    return (
        shadow(y=266)
        + path(_BODY, p.main, p.main, 10)
        + mirror(path(_SLEEVE, p.dark, p.dark, 8))
        + seams
        + arms
        + path("M158 80 Q154 48 200 46 Q246 48 242 80 Q200 100 158 80 Z", p.light, p.dark, 3)
        + line("M200 90 V258", p.accent, 5)
    )


def fleece_jacket(p: Paint) -> str:
    return (
        shadow(y=266)
        + path(_BODY, p.main)
        + mirror(path(_SLEEVE, p.dark))
        + path("M138 142 L136 128 L150 74 L250 74 L264 128 L262 142 Q200 152 138 142 Z", p.accent)
        + path("M160 76 L164 48 Q200 40 236 48 L240 76 Q200 92 160 76 Z", p.light)
        + line("M200 62 V256", p.pale, 4)
        + rect(218, 158, 34, 36, p.dark, 4)
        + line("M218 166 H252", p.accent, 4)
    )


def parka(p: Paint) -> str:
    return (
        shadow(y=282)
        + path(
            "M152 70 L120 84 L86 200 L114 210 L138 150 L132 274 Q200 284 268 274 L262 150 L286 210 L314 200 L280 84 L248 70 Z",
            p.main,
        )
        + mirror(path(_SLEEVE, p.dark))
        + path("M146 82 Q138 26 200 24 Q262 26 254 82 Q226 104 200 104 Q174 104 146 82 Z", "#d9c7a6")
        + path("M164 76 Q162 44 200 42 Q238 44 236 76 Q218 90 200 90 Q182 90 164 76 Z", p.deep)
        + line("M200 98 V278", p.deep, 4)
        + mirror(rect(146, 196, 40, 46, p.light, 4) + rect(144, 190, 44, 16, p.dark, 3))
        + "".join(circle(209, y, 4, p.accent) for y in (124, 156, 188, 220, 252))
    )


def vest(p: Paint) -> str:
    return (
        shadow(y=266)
        + path(
            "M152 70 L132 84 Q146 120 132 150 L136 252 Q200 264 264 252 L268 150 Q254 120 268 84 L248 70 Z", p.main, p.main, 8
        )
        + "".join(line(f"M137 {y} Q200 {y + 12} 263 {y}", p.dark, 4) for y in (124, 156, 188, 220))
        + path("M158 78 Q154 46 200 44 Q246 46 242 78 Q200 98 158 78 Z", p.light, p.dark, 3)
        + line("M200 88 V258", p.accent, 5)
    )


def shirt_long(p: Paint) -> str:
    return (
        shadow(y=266)
        + path(_BODY, p.main)
        + mirror(path(_SLEEVE, p.dark) + path("M84 196 L112 208 L116 196 L88 186 Z", p.light))
        + path("M168 70 Q200 100 232 70 L224 66 Q200 86 176 66 Z", p.light)
        + line("M137 244 Q200 254 263 244", p.dark, 3)
    )


def shirt_short(p: Paint) -> str:
    return (
        shadow(y=262)
        + path(
            "M152 66 L96 96 L114 146 L142 134 L138 248 Q200 258 262 248 L258 134 L286 146 L304 96 L248 66 Q200 96 152 66 Z",
            p.main,
        )
        + mirror(path("M152 66 L96 96 L114 146 L142 134 Z", p.dark))
        + line("M152 68 Q200 100 248 68", p.light, 7)
    )


def flannel(p: Paint) -> str:
    checks = "".join(line(f"M{x} 92 V252", p.light, 7) for x in (158, 226)) + "".join(
        line(f"M139 {y} H261", p.deep, 6) for y in (124, 164, 204, 240)
    )
    return (
        shadow(y=266)
        + path(_BODY, p.main)
        + checks
        + mirror(path(_SLEEVE, p.dark) + line("M106 140 L132 150 M96 170 L122 180", p.light, 5))
        + mirror(path("M200 92 L166 66 L156 92 L182 106 Z", p.light))
        + line("M200 92 V258", p.pale, 5)
        + "".join(circle(200, y, 3.5, p.ink) for y in (116, 146, 176, 206, 236))
        + rect(214, 132, 32, 34, p.dark, 3)
    )


def pants(p: Paint) -> str:
    return (
        shadow(y=282, rx=80)
        + path("M150 34 H250 L268 274 H220 L200 120 L180 274 H132 Z", p.main)
        + path("M200 120 L220 274 H232 L206 88 Z", p.dark)
        + rect(149, 30, 102, 16, p.dark, 3)
        + circle(200, 38, 4, p.accent)
        + line("M200 48 V104", p.dark, 3)
        + mirror(line("M160 48 L152 84", p.deep, 3) + rect(141, 150, 34, 40, p.light, 4) + line("M141 160 H175", p.dark, 3))
    )


def shorts(p: Paint) -> str:
    return (
        shadow(y=240, rx=100)
        + path("M138 70 H262 L292 222 L212 230 L200 148 L188 230 L108 222 Z", p.main)
        + path("M200 148 L212 230 L226 228 L206 108 Z", p.dark)
        + rect(137, 64, 126, 18, p.dark, 3)
        + line("M192 82 V104 M208 82 V100", p.accent, 4)
        + mirror(line("M148 86 L132 124", p.deep, 4) + line("M110 210 L186 218", p.dark, 3))
    )


def socks(p: Paint) -> str:
    sock = (
        path(
            "M120 50 H178 V170 Q180 186 198 194 L232 208 Q252 220 242 240 Q234 254 210 252 L150 246 Q116 240 118 196 Z", p.main
        )
        + path("M120 50 H178 V76 H120 Z", p.accent)
        + path("M222 204 L232 208 Q252 220 242 240 Q234 254 212 252 Z", p.dark)
        + path("M118 206 Q150 204 152 246 Q116 240 118 206 Z", p.dark)
        + line("M119 96 H178 M119 112 H178", p.light, 6)
    )
    return shadow(y=264) + f'<g transform="translate(62 -12)">{sock}</g>' + f'<g transform="translate(-22 4)">{sock}</g>'


def beanie(p: Paint) -> str:
    ribs = "".join(line(f"M{x} 206 V232", p.dark, 4) for x in range(120, 290, 16))
    return (
        shadow(y=252)
        + circle(200, 62, 28, p.accent)
        + path("M112 204 Q108 78 200 76 Q292 78 288 204 Z", p.main)
        + "".join(line(f"M200 82 Q{x} 110 {x} 200", p.dark, 3) for x in (140, 170, 230, 260))
        + line("M200 82 V200", p.dark, 3)
        + rect(102, 194, 196, 48, p.light, 14)
        + ribs
    )


def sun_hat(p: Paint) -> str:
    return (
        shadow(y=236, rx=150)
        + oval(200, 204, 160, 34, p.main)
        + oval(200, 196, 160, 30, p.light)
        + path("M118 196 Q116 88 200 86 Q284 88 282 196 Q200 218 118 196 Z", p.main)
        + path("M117 172 Q200 196 283 172 L282 196 Q200 218 118 196 Z", p.accent)
        + oval(200, 100, 42, 10, p.light)
    )


def gloves(p: Paint) -> str:
    glove = (
        path(
            "M132 246 V170 L104 138 Q96 122 110 116 Q120 114 130 128 L140 140 V76 Q142 62 152 62 Q162 62 162 76 V62 "
            "Q164 50 174 50"
            " Q184 50 184 62 V70 Q186 58 196 60 Q206 62 204 74 V92 Q206 82 214 84 Q224 86 222 98 L212 190 V246 Z",
            p.main,
        )
        + line("M162 78 V128 M184 72 V126 M204 92 V132", p.dark, 4)
        + rect(126, 220, 92, 34, p.accent, 6)
    )
    return (
        shadow(y=264)
        + turn(-8, f'<g transform="translate(-62 8)">{glove}</g>')
        + turn(8, f'<g transform="matrix(-1 0 0 1 462 8)">{glove}</g>')
    )


def boots(p: Paint) -> str:
    laces = "".join(line(f"M{168 + i * 6} {100 + i * 24} L{206 + i * 7} {94 + i * 24}", p.accent, 5) for i in range(4))
    return (
        shadow(y=266)
        + path("M110 62 Q156 50 196 60 L204 128 Q214 158 262 172 Q308 186 310 222 V236 H104 Q108 150 110 62 Z", p.main)
        + path("M110 62 Q156 50 196 60 L198 80 Q150 72 110 84 Z", p.light)
        + path("M164 92 L200 88 L212 140 Q224 160 252 170 L220 190 Q182 172 174 134 Z", p.dark)
        + laces
        + path("M256 236 Q262 194 296 194 Q310 206 310 236 Z", p.deep)
        + path(
            "M98 232 H316 V250 Q316 258 306 258 H280 V250 H262 V258 H236 V250 H218 V258 H190 V250 H170 V258 H104 Q98 "
            "258 98 250 Z",
            p.ink,
        )
        + line("M106 200 Q128 190 144 234", p.deep, 4)
    )


def trail_shoes(p: Paint) -> str:
    lugs = "".join(rect(x, 238, 14, 12, p.ink, 3) for x in range(88, 320, 22))
    return (
        shadow(y=258)
        + path(
            "M86 128 Q96 122 112 140 Q134 150 160 128 L184 118 Q214 162 272 178 Q322 188 322 218 V226 H82 Q80 160 86 128 Z",
            p.main,
        )
        + path("M184 118 L160 128 Q168 156 196 178 L228 176 Q202 152 184 118 Z", p.pale)
        + line("M174 140 L204 134 M184 156 L216 148 M196 172 L230 162", p.accent, 5)
        + path("M272 178 Q322 188 322 218 V226 H266 Q262 200 272 178 Z", p.dark)
        + path("M96 216 Q140 150 176 216 Z", p.light)
        + path("M80 220 H324 Q328 240 312 242 H92 Q78 242 80 220 Z", "#f2f0ea")
        + lugs
    )


def winter_boots(p: Paint) -> str:
    return (
        shadow(y=266)
        + path("M116 60 H214 L216 150 Q296 160 306 214 V232 H108 Z", p.main)
        + path(
            "M106 52 Q120 36 136 50 Q152 36 166 50 Q182 36 196 50 Q214 38 224 56 Q226 78 212 80 Q196 88 182 78 Q166 90 150 78"
            " Q134 90 120 78 Q102 76 106 52 Z",
            "#efe6d6",
        )
        + path("M106 190 Q160 172 216 152 Q300 162 308 216 V236 H106 Z", p.deep)
        + "".join(line(f"M{176 + i} {100 + 22 * i} H{214}", p.accent, 5) for i in range(3))
        + rect(98, 232, 216, 24, p.ink, 8)
        + rect(98, 232, 216, 8, p.accent, 4)
    )


def sandals(p: Paint) -> str:
    return (
        shadow(y=250, rx=140)
        + path("M78 208 Q70 236 100 236 H306 Q332 236 322 210 Q280 196 200 204 Q120 206 78 208 Z", "#5a4a3f")
        + path("M74 222 H326 Q326 244 304 244 H98 Q74 244 74 222 Z", p.ink)
        + path("M230 204 Q238 158 270 156 Q304 160 314 206 L286 202 Q276 180 264 182 Q254 186 252 204 Z", p.main)
        + path(
            "M92 208 Q96 120 136 112 Q160 112 166 140 L196 206 L170 206 L146 150 Q134 132 126 150 Q116 176 116 208 Z", p.main
        )
        + line("M150 148 Q200 150 246 176", p.dark, 14)
        + rect(196, 148, 24, 20, p.accent, 4)
    )


def rubber_boots(p: Paint) -> str:
    boot = (
        path("M130 44 H212 L210 176 Q276 188 288 228 V240 H124 Q134 150 130 44 Z", p.main)
        + rect(126, 40, 90, 18, p.accent, 6)
        + path("M236 192 Q280 202 288 232 V240 H226 Z", p.light)
        + path("M120 236 H292 V254 Q292 260 284 260 H176 V252 H164 V260 H128 Q120 260 120 254 Z", p.deep)
        + line("M150 70 V160", p.light, 8)
    )
    return (
        shadow(y=266, rx=140)
        + f'<g transform="translate(44 -8)" opacity=".75">{boot}</g><g transform="translate(-26 2)">{boot}</g>'
    )


def slippers(p: Paint) -> str:
    slipper = (
        path(
            "M90 208 Q76 160 112 156 Q150 160 176 170 Q196 130 250 146 Q312 164 314 214 Q314 232 294 232 H106 Q90 230 90 208 Z",
            p.main,
        )
        + path("M98 172 Q104 158 124 162 L184 178 Q160 204 112 200 Q94 190 98 172 Z", "#efe6d6")
        + path("M86 222 H316 Q318 244 300 244 H104 Q86 244 86 222 Z", p.deep)
        + line("M176 172 Q196 190 184 222", p.light, 5)
    )
    return (
        shadow(y=252, rx=140)
        + f'<g transform="translate(28 -46)" opacity=".8">{slipper}</g><g transform="translate(-14 0)">{slipper}</g>'
    )
