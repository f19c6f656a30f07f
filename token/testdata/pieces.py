"""Writes testdata/sentencepiece.json and the models it was made with,
testdata/files/sp-*.model: what SentencePiece makes of random texts.

    pip install 'sentencepiece==0.2.3'
    cd token && python3 testdata/pieces.py
"""

import gzip
import io
import itertools
import json
import random

import sentencepiece

R = random.Random(5)
MODELS = {
    "sp-bpe": dict(model_type="bpe", vocab_size=560, byte_fallback=True, user_defined_symbols=["bank", "<x>", "  "],
                   remove_extra_whitespaces=False, split_digits=True),
    "sp-unigram": dict(model_type="unigram", vocab_size=300, user_defined_symbols=["river", "<x>"]),
    "sp-suffix": dict(model_type="unigram", vocab_size=330, byte_fallback=True, treat_whitespace_as_suffix=True,
                      hard_vocab_limit=False),
    "sp-plain": dict(model_type="bpe", vocab_size=300, add_dummy_prefix=False),
}
POOLS = ["abcdefghij THE of", "\u00e9\u00e0\u00fc", "\u6f22\u5b57", "\u0301\u200b", "\U0001f3e6", "\t\n", "#'-.[]_\u2581", "   ", "0123"]
WORDS = ["the ", "bank", " river", "money", "<x>", "<s>", "</s>", "<unk>", "<0x41>", "  ", "of a word", "attention"]


def text():
    return "".join(R.choice(R.choice(POOLS)) if R.random() < 0.5 else R.choice(WORDS)
                   for _ in range(R.choice([0, 1, 3, 8, 20, 40])))


with gzip.open("../data/english.txt.gz", "rt", encoding="utf-8") as f:
    corpus = [line.strip() for line in itertools.islice(f, 3000)]
recorded = {}
for name, options in MODELS.items():
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(corpus), model_writer=model, normalization_rule_name="identity", num_threads=1,
        minloglevel=2, self_test_sample_size=0, character_coverage=0.99, **options)
    with open("testdata/files/%s.model" % name, "wb") as out:
        out.write(model.getvalue())
    sp = sentencepiece.SentencePieceProcessor(model_proto=model.getvalue())
    texts = [text() for _ in range(60)]
    recorded[name] = [dict(text=t, ids=sp.encode(t), pieces=sp.encode(t, out_type=str)) for t in texts]
with open("testdata/sentencepiece.json", "w") as out:
    out.write(json.dumps(recorded, separators=(",", ":")).replace('{"text"', '\n{"text"') + "\n")
