#!/bin/sh
# make.sh remakes the four fonts in this folder: STIX Two Text, cut to the
# glyphs a figure needs, with the symbols that the text fonts lack (arrows, √,
# ∞, ≤ …) from STIX Two Math. Both are of the STIX Fonts project and under the
# SIL Open Font License (OFL.txt). Its only reserved name is "TM Math", so the
# cut fonts keep theirs; their version string says what was changed.
#
# Needs npm and python3. Kerning is the only layout feature kept: ligatures
# would be lost in the SVG, whose embedded fonts carry no substitutions. They are
# WOFF, which browsers and the figures' library both read, half as large as plain.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
for pack in @expo-google-fonts/stix-two-text@0.4.2 @mathjax/mathjax-stix2-font@4.1.0; do
	mkdir "$(basename "${pack%@*}")"
	npm pack --silent "$pack" >name
	tar xzf "$(cat name)" -C "$(basename "${pack%@*}")" --strip-components=1
done
python3 -m venv venv
venv/bin/pip install --quiet fonttools==4.68.0 brotli==1.2.1 zopfli==0.4.3
cp stix-two-text/LICENSE_FONT "$here/OFL.txt"
SOURCE_DATE_EPOCH=0 venv/bin/python "$here/make.py" stix-two-text mathjax-stix2-font "$here"
