"""Writes testdata/components.json: pipelines put together at random on the
vocabulary of bert-a, and what the tokenizers library makes of random texts.

    pip install 'tokenizers==0.23.3'
    cd token && python3 testdata/components.py
"""

import json
import random

from tokenizers import Tokenizer

FILE = "files/bert-a/tokenizer.json"
R = random.Random(3)
CONTENTS = ["FOO", "foo", "bar", "\u00e9", "e\u0301", " ", "  x", "<x>", "the", "ing", "ban", "bank", "\u6f22", "#",
            "##s", "\u0130", "\u0301", "a b", "\ufb01", "A", "1", "_", "\u03a3"]
POOLS = ["abcdefghij THE of", "\u00c9\u00e0\u00fc\u01fa", "\u0300\u0301\u0323\u0345\u0334", "\u6f22\u3400\U00020000",
         "\uac01\uac00\u1100\u1161\u11a8", "\U0001f469\u200d\ufe0f", "\x00\t\n\x0b\x85\u00a0\u200b\ufffd\u3000",
         "\u0130I\u0131\u03a3\u03c2", "\ufb01\u2460\u00b2\u01c5\u0344\u1e9b\u212b", "!#'-.[]_\u00ab\u2026", "   "]


def coin(p=0.5):
    return R.random() < p


def text():
    return "".join(R.choice(R.choice(POOLS)) if coin(0.8) else R.choice(CONTENTS + ["[MASK]", "[CLS]"])
                   for _ in range(R.choice([0, 1, 3, 8, 20])))


def normalizer(inner=False):
    kind = R.choice(["BertNormalizer"] * 4 + ["Lowercase", "NFC", "NFD", "NFKC", "NFKD", "StripAccents", "Strip"]
                    + ([] if inner else ["Sequence", None]))
    if kind == "BertNormalizer":
        return dict(type=kind, clean_text=coin(), handle_chinese_chars=coin(), strip_accents=R.choice([None, True, False]),
                    lowercase=coin())
    if kind == "Strip":
        return dict(type=kind, strip_left=coin(), strip_right=coin())
    if kind == "Sequence":
        return dict(type=kind, normalizers=[normalizer(True) for _ in range(R.randrange(4))])
    return kind and dict(type=kind)


def pre_tokenizer(inner=False):
    kind = R.choice(["BertPreTokenizer"] * 3 + ["Whitespace", "WhitespaceSplit"] + ([] if inner else ["Sequence", None]))
    if kind == "Sequence":
        return dict(type=kind, pretokenizers=[pre_tokenizer(True) for _ in range(R.randrange(3))])
    return kind and dict(type=kind)


def template(sequences):
    def special():
        return [{"SpecialToken": dict(id=R.choice(["[CLS]", "[SEP]", "X"]), type_id=R.randrange(3))}
                for _ in range(R.randrange(3))]

    places = special()
    for s in sequences:
        places += [{"Sequence": dict(id=s, type_id=R.randrange(3))}] + special()
    return places


def post_processor():
    kind = R.choice([None, "BertProcessing", "RobertaProcessing", "TemplateProcessing", "TemplateProcessing"])
    if kind == "BertProcessing":
        return dict(type=kind, sep=["[SEP]", 3], cls=["[CLS]", 2])
    if kind == "RobertaProcessing":
        return dict(type=kind, sep=["[SEP]", 3], cls=["[CLS]", 2], trim_offsets=coin(0.8), add_prefix_space=coin())
    if kind == "TemplateProcessing":
        return dict(type=kind, single=template("A"), pair=template(R.choice(["AB", "BA"])), special_tokens={
            "[CLS]": dict(id="[CLS]", ids=[2], tokens=["[CLS]"]),
            "[SEP]": dict(id="[SEP]", ids=[3], tokens=["[SEP]"]),
            "X": dict(id="X", ids=[4, 26], tokens=["xx", "a"]),
        })
    return None


def added_tokens(base):
    tokens = [dict(t) for t in base]
    for c in R.sample(CONTENTS, R.randrange(6)):
        tokens.append(dict(id=R.randrange(1000), content=c, single_word=coin(0.3), lstrip=coin(), rstrip=coin(),
                           normalized=coin(), special=coin(0.3)))
    return tokens


def ambiguous(t, tokens):
    """Whether two tokens are one once normalised, or one is nothing: then the
    library's answer is chance."""
    forms = [t.normalizer.normalize_str(a["content"]) if t.normalizer else a["content"] for a in tokens if a["normalized"]]
    return "" in forms or len(set(forms)) < len(forms)


def encoded(e):
    return [dict(Text=text, ID=i, Start=start, End=end, Special=bool(special), Type=kind,
                 Sequence=-1 if sequence is None else sequence, Word=-1 if word is None else word)
            for text, i, (start, end), special, kind, sequence, word
            in zip(e.tokens, e.ids, e.offsets, e.special_tokens_mask, e.type_ids, e.sequence_ids, e.word_ids)]


def row(t, a, b):
    pair = t.encode(a, b)
    return dict(a=a, b=b, bare=encoded(t.encode(a, b, add_special_tokens=False)),
                special=encoded(t.encode(a)), pair=encoded(pair), decoded=t.decode(pair.ids),
                decoded_special=t.decode(pair.ids, skip_special_tokens=False))


if __name__ == "__main__":
    with open("testdata/" + FILE) as f:
        whole = json.load(f)
    cases = []
    while len(cases) < 40:
        parts = dict(
            normalizer=normalizer(),
            pre_tokenizer=pre_tokenizer(),
            post_processor=post_processor(),
            decoder=R.choice([None, dict(type="WordPiece", prefix=R.choice(["##", "#", ""]), cleanup=coin())]),
            added_tokens=added_tokens(whole["added_tokens"]),
        )
        t = Tokenizer.from_str(json.dumps(whole | parts))
        if not ambiguous(t, parts["added_tokens"]):
            cases.append(dict(parts=parts, rows=[row(t, text(), text()) for _ in range(3)]))
    with open("testdata/components.json", "w") as out:
        out.write("[\n" + ",\n".join(json.dumps(c, separators=(",", ":")) for c in cases) + "\n]\n")
