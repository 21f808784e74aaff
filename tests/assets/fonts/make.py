"""Makes the fonts of this folder: boxes for a few characters that no bundled font has.

`python3 make.py` with fonttools 4.68; the result is in the repository.
"""

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection

CHARACTERS = "𪚥㐃龦\ue000ابحرم"


def box(width, height):
    pen = TTGlyphPen(None)
    pen.moveTo((80, 0))
    for point in [(80, height), (width - 80, height), (width - 80, 0)]:
        pen.lineTo(point)
    pen.closePath()
    return pen.glyph()


def font(family, weight):
    names = {ord(c): f"u{ord(c):X}" for c in CHARACTERS}
    order = [".notdef", *names.values()]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(names)
    builder.setupGlyf({name: box(1000, weight) for name in order})
    builder.setupHorizontalMetrics({name: (1000, 80) for name in order})
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    style = "Bold" if weight == 700 else "Regular"
    builder.setupNameTable({"familyName": family, "styleName": style}, mac=False)
    builder.setupOS2(usWeightClass=weight, sTypoAscender=880, sTypoDescender=-120)
    builder.setupPost(keepGlyphNames=False)
    # The same bytes on every day.
    builder.setupHead(unitsPerEm=1000, created=0, modified=0)
    builder.font.recalcTimestamp = False
    return builder.font


font("Case Sans", 400).save("CaseSans.ttf")
collection = TTCollection()
collection.fonts = [font("Case One", 400), font("Case Two", 700)]
collection.save("Case.ttc")
