"""Writes testdata/pipelines.json.gz: pipelines put together at random on the
vocabularies of a byte-level BPE, a BPE with byte fallback and a Unigram, and
what the tokenizers library makes of random texts.

    pip install 'tokenizers==0.23.3'
    cd token && python3 testdata/pipelines.py
"""

import gzip
import json
import random

from tokenizers import Tokenizer

from components import row

R = random.Random(7)
BASES = ["tiny-bbpe-roberta", "tiny-spbpe-llama", "unigram"]
POOLS = ["abcdefghij THE of the in", "\u00e9\u00e0\u00fc\u01fa", "\u0300\u0301\u0323\u0345", "\u6f22\u3400\U00020000\u3042\u30ab",
         "\uac01\u1100\u1161\u11a8", "\U0001f469\u200d\ufe0f\U0001f1e9", "\x00\t\n\r\x85\u00a0\u200b\ufffd\u3000\u2009",
         "\u0130I\u0131\u03a3", "\ufb01\u2460\u00b2\u01c5\u1e9b\u212b\u2167", "!#'-.[]_\u00ab\u2026\u2581\u0120/", "   ",
         "0123456789\u0663\u096b", "\u05e9\u0639\u061c\u0604", "\u041f\u0440", "\u0928\u0938\u094d", "'s'S'T're'LL\u017f", "\r\n\n "]
WORDS = ["the", "bank", " the", "money", "can't", "I'LL", " \n ", "   ", "<s>", "<unk>", "<0x41>", "\u2581the"]
EXPRESSIONS = [r"\s+", r"[aeiou]", r"\d+", r"(?<=a)b|t(?=h)", r" {2,}", r"\p{Lu}", r"[^\w\s]+",
               r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"]
BEHAVIOURS = ["Isolated", "Removed", "Contiguous", "MergedWithPrevious", "MergedWithNext"]
SCHEMES = ["always", "first", "never"]


def coin(p=0.5):
    return R.random() < p


def text():
    return "".join(R.choice(R.choice(POOLS)) if coin(0.6) else R.choice(WORDS) for _ in range(R.choice([0, 1, 4, 10, 20])))


def pattern():
    return {"Regex": R.choice(EXPRESSIONS)} if coin(0.7) else {"String": R.choice([" ", "a", "th", "\u2581"])}


def byte_level():
    return dict(add_prefix_space=coin(), trim_offsets=coin(), use_regex=coin())


def metaspace():
    return dict(replacement="\u2581", prepend_scheme=R.choice(SCHEMES), split=coin())


NORMALIZERS = {
    "ByteLevel": dict, "Nmt": dict, "NFKC": dict,
    "Prepend": lambda: dict(prepend=R.choice(["\u2581", "xy"])),
    "Replace": lambda: dict(pattern=pattern(), content=R.choice(["\u2581", "", "ab"])),
}
PRE_TOKENIZERS = {
    "ByteLevel": byte_level,
    "CharDelimiterSplit": lambda: dict(delimiter=R.choice(" a")),
    "Digits": lambda: dict(individual_digits=coin()),
    "FixedLength": lambda: dict(length=R.choice([1, 2, 5])),
    "Metaspace": metaspace,
    "Punctuation": lambda: dict(behavior=R.choice(BEHAVIOURS)),
    "Split": lambda: dict(pattern=pattern(), behavior=R.choice(BEHAVIOURS), invert=coin(0.3)),
    "UnicodeScripts": dict,
}
DECODERS = {
    "BPEDecoder": lambda: dict(suffix=R.choice(["e", "</w>"])),
    "ByteFallback": dict,
    "ByteLevel": byte_level,
    "CTC": lambda: dict(pad_token=R.choice(["<pad>", "a"]), word_delimiter_token="\u2581", cleanup=coin()),
    "Fuse": dict,
    "Metaspace": metaspace,
    "Replace": lambda: dict(pattern=pattern(), content=R.choice(["\u2581", "", " "])),
    "Strip": lambda: dict(content=R.choice(" \u2581a"), start=R.randrange(3), stop=R.randrange(3)),
}


def component(kinds, several):
    """One of the kinds, some of them in a Sequence, or none."""
    def one():
        kind = R.choice(list(kinds))
        return dict(type=kind, **kinds[kind]())

    return R.choice([None, one(), dict(type="Sequence", **{several: [one() for _ in range(R.randrange(4))]})])


def post_processor(base):
    sequence = dict(type="Sequence", processors=[dict(type="ByteLevel", **byte_level()), base["post_processor"]])
    return R.choice([None, base["post_processor"], dict(type="ByteLevel", **byte_level()), sequence])


def model(base):
    m = dict(base["model"])
    if m["type"] == "BPE":
        m |= dict(fuse_unk=coin(), ignore_merges=coin(), byte_fallback=coin(0.7))
    return {k: v for k, v in m.items() if k not in ("vocab", "merges") and m[k] != base["model"][k]}


def main():
    cases = []
    while len(cases) < 90:
        name = R.choice(BASES)
        with open("testdata/files/%s/tokenizer.json" % name) as f:
            base = json.load(f)
        parts = dict(
            normalizer=component(NORMALIZERS, "normalizers"),
            pre_tokenizer=component(PRE_TOKENIZERS, "pretokenizers"),
            post_processor=post_processor(base),
            decoder=component(DECODERS, "decoders"),
        )
        changed = model(base)
        t = Tokenizer.from_str(json.dumps(base | parts | dict(model=base["model"] | changed)))
        rows = [row(t, text(), text()) for _ in range(2)]
        cases.append(dict(base=name, model=changed, parts=parts, rows=rows))
    lines = "[\n" + ",\n".join(json.dumps(c, separators=(",", ":")) for c in cases) + "\n]\n"
    with open("testdata/pipelines.json.gz", "wb") as out:
        out.write(gzip.compress(lines.encode(), mtime=0))


main()
