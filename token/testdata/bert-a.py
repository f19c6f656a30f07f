"""Writes testdata/bert-a.json: what the tokenizers library makes of some texts.

    pip install 'tokenizers==0.23.3'
    cd token && python3 testdata/bert-a.py
"""

import json

from tokenizers import Tokenizer, __version__

FILE = "files/bert-a/tokenizer.json"
TEXTS = [
    "",
    "money bank",
    "Money BANK [MASK] river[CLS]",
    "She put the money in the bank.",
    "don't we've it's do not",
    "caf\u00e9 cafe\u0301 \u1e9b\u0323 \u212b",
    "\u0130stanbul \u0131I \u03a3\u0391\u03a3 \u03c2",
    "\u0344a \u0345\u0323b",
    "\u6f22\u5b57\u304b\u306a\uad50\uc721 \U00020000\U0002b820",
    "a\u200bb\u00a0c\u0000d\ufffde\u2028f\u0085g\x1ch",
    "\U0001f469\u200d\U0001f467 \U0001f1e9\U0001f1ea",
    "\ufb01ne \u2460 \u01c5",
    "[ MASK ] [mask] [[MASK]] [UNK][PAD]",
    "a" * 100,
    "a" * 101,
    "the " * 3 + "\u0301",
    "\u180e\u2e43\u1885x",
    "\U0010ffff\ue000\ud7ffy",
]
PAIRS = [("money bank", "river bank"), ("", "b"), ("", ""), ("[MASK] of", "the [SEP] river")]

t = Tokenizer.from_file("testdata/" + FILE)


def row(text):
    bare, special = t.encode(text, add_special_tokens=False), t.encode(text)
    return dict(
        text=text,
        ids=bare.ids,
        tokens=bare.tokens,
        offsets=bare.offsets,
        word_ids=bare.word_ids,
        ids_special=special.ids,
        type_ids=special.type_ids,
        decoded=t.decode(special.ids),
    )


def pair(a, b):
    e = t.encode(a, b)
    return dict(
        a=a,
        b=b,
        ids=e.ids,
        type_ids=e.type_ids,
        special_mask=e.special_tokens_mask,
        offsets=e.offsets,
        sequence_ids=e.sequence_ids,
    )


def lines(items):
    return "[\n" + ",\n".join(map(json.dumps, items)) + "\n]"


with open("testdata/bert-a.json", "w") as out:
    out.write('{"tokenizer": "bert-a", "file": "%s", "tokenizers_version": "%s",\n' % (FILE, __version__))
    out.write('"rows": %s,\n' % lines(map(row, TEXTS)))
    out.write('"pairs": %s}\n' % lines(pair(a, b) for a, b in PAIRS))
