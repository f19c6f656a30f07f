"""Makes the small files of this folder with gensim; see ORIGIN.md."""

import json
import struct

from gensim.models import FastText, KeyedVectors
from gensim.models.fasttext import load_facebook_vectors, save_facebook_model
import numpy as np

SENTENCES = [
    "the money is in the bank".split(),
    "the bank of the river is naïve".split(),
    "der Fluß und die Bank am Flußufer".split(),
    "деньги в банке у реки".split(),
]
UNKNOWN = ["moneyed", "Flüsse", "рек", "日本", "🙂", "x", "a b"]

model = FastText(SENTENCES, vector_size=4, min_count=1, bucket=40, min_n=2, max_n=4, epochs=2, seed=1, workers=1)
save_facebook_model(model, "fasttext.bin")

# The form before version 11: no magic and version, no size of the pruned
# index, no flags of quantisation.
new = open("fasttext.bin", "rb").read()
at = 8 + 12 * 4 + 8 + 3 * 4 + 8  # magic … tokens
old = new[8:at]
at += 8  # pruned
start = at
for _ in range(len(model.wv)):
    at = new.index(b"\0", at) + 1 + 8 + 1
old += new[start:at]
for _ in range(2):  # the vectors, the output layer
    at += 1
    rows, columns = struct.unpack_from("<2q", new, at)
    size = 16 + 4 * rows * columns
    old += new[at : at + size]
    at += size
assert at == len(new)
open("fasttext-old.bin", "wb").write(old)

read = load_facebook_vectors("fasttext.bin")
assert np.array_equal(read.vectors, load_facebook_vectors("fasttext-old.bin").vectors)
numbers = lambda v: [float(x) for x in v]
json.dump(
    {
        "known": {w: numbers(read[w]) for w in read.index_to_key},
        "unknown": {w: numbers(read[w]) for w in UNKNOWN},
    },
    open("fasttext.json", "w"),
    ensure_ascii=False,
    indent="\t",
)

vectors = KeyedVectors(3)
vectors.add_vectors(
    ["the", "naïve", "Ω", "x1"],
    np.array([[1, -0.5, 1e-30], [0.1, 1 / 3, -2e20], [3.4028235e38, 1e-45, 0], [-0.0, 7, 1.17549435e-38]], dtype=np.float32),
)
vectors.save_word2vec_format("gensim.bin", binary=True)
vectors.save_word2vec_format("gensim.txt", binary=False)
