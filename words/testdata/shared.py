"""Hashes gensim's reading of the files in ../shared/data/formats; see ORIGIN.md."""

import hashlib
import json
import sys

from gensim.models import KeyedVectors
from gensim.models.fasttext import load_facebook_vectors

folder = sys.argv[1]
unknown = "supercalifragilistic наказание 日本 Zürich thee x".split()


def sha(words, kv):
    h = hashlib.sha256()
    for w in words:
        h.update(w.encode() + b"\0" + kv[w].astype("<f4").tobytes())
    return h.hexdigest()


out = {}
for name in ["euclidean_vectors.bin", "toy-model.vec", "crime-and-punishment.vec", "test_glove.txt"]:
    kv = KeyedVectors.load_word2vec_format(f"{folder}/{name}", binary=name.endswith(".bin"), no_header="glove" in name)
    out[name] = {"words": len(kv), "dim": kv.vector_size, "known": sha(kv.index_to_key, kv)}
for name in ["toy-model", "crime-and-punishment", "lee_fasttext", "lee_fasttext_new", "cp852_fasttext", "non_ascii_fasttext"]:
    kv = load_facebook_vectors(f"{folder}/{name}.bin")
    new = [w for w in unknown if w not in kv.key_to_index]
    out[name + ".bin"] = {"words": len(kv), "dim": kv.vector_size, "known": sha(kv.index_to_key, kv),
                          "unknown": {w: [float(x) for x in kv[w]] for w in new}}
json.dump(out, open("shared.json", "w"), ensure_ascii=False, indent="\t")
