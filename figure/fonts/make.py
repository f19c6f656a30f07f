"""make.py TEXT MATH OUT: cuts the fonts for make.sh, which says what and why."""

import sys

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, sfnt

FACES = {
    "regular": "400Regular/STIXTwoText_400Regular",
    "italic": "400Regular_Italic/STIXTwoText_400Regular_Italic",
    "bold": "700Bold/STIXTwoText_700Bold",
    "semibold-italic": "600SemiBold_Italic/STIXTwoText_600SemiBold_Italic",
}

TEXT = [
    (0x0020, 0x007E), (0x00A0, 0x00AC), (0x00AE, 0x024F),  # Latin, no soft hyphen
    (0x02B0, 0x02FF), (0x0300, 0x036F),  # modifiers, combining marks
    (0x0370, 0x03FF), (0x0400, 0x052F),  # Greek, Cyrillic
    (0x1E00, 0x1EFF), (0x2010, 0x205E),  # Latin extended additional, punctuation
    (0x2070, 0x209C), (0x20A0, 0x20C0),  # super- and subscripts, currency
    (0x2100, 0x214F), (0x2150, 0x218B),  # letterlike, fractions
    (0x2212, 0x2212), (0xFB00, 0xFB04),  # minus; ligatures that a text may spell
]

MATH = "←↑→↓↔⇒⇔∀∂∃∅∆∇∈∉∏∑∓∗∘√∝∞∠∣∥∧∨∩∪∫∼≈≠≡≤≥≪≫⊂⊃⊆⊇⊕⊗⊙⊤⊥⋅⋯⟨⟩□▲◆■●‖"


def add_math(font, math):
    """Copies the symbols that font lacks from math, a CFF font of the same em."""
    glyphs, cmap = math.getGlyphSet(), math.getBestCmap()
    have = font.getBestCmap()
    for char in MATH:
        code = ord(char)
        if code in have or code not in cmap:
            continue
        pen = TTGlyphPen(None)
        glyphs[cmap[code]].draw(Cu2QuPen(pen, max_err=0.5, reverse_direction=True))
        name = "uni%04X" % code
        font.setGlyphOrder(font.getGlyphOrder() + [name])
        advance = math["hmtx"][cmap[code]][0]
        font["glyf"][name] = pen.glyph()
        font["hmtx"][name] = (advance, 0)
        font["glyf"][name].recalcBounds(font["glyf"])
        font["hmtx"][name] = (advance, font["glyf"][name].xMin)
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap[code] = name


def cut(font):
    options = Options()
    options.layout_features = ["kern"]
    options.hinting = False
    options.glyph_names = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 7, 13, 14, 16, 17]
    options.drop_tables += ["STAT", "GDEF", "gasp"]
    subsetter = Subsetter(options)
    codes = [c for first, last in TEXT for c in range(first, last + 1)]
    subsetter.populate(unicodes=codes + [ord(c) for c in MATH])
    subsetter.subset(font)


def main(text, math, out):
    sfnt.USE_ZOPFLI = True
    for name, file in FACES.items():
        font = TTFont(f"{text}/{file}.ttf", recalcTimestamp=False)
        symbols = TTFont(f"{math}/chtml/woff2/mjx-stx-n.woff2")
        add_math(font, symbols)
        cut(font)
        for record in font["name"].names:
            if record.nameID == 5:
                record.string = f"{record.toUnicode()}; cut for heed, symbols of STIX Two Math added"
        font.flavor = "woff"
        font.save(f"{out}/STIXTwoText-{name}.woff")


main(*sys.argv[1:])
