#!/usr/bin/env python3
"""Compare heed's forward pass with transformers and ONNX Runtime, in turns.

    peers.py [time|memory|start ...] [--only NAME ...] [--threads 1 2]
             [--rounds 9] [--python PYTHON]

time    float32 passes over the same ids. heed keeps every tensor, transformers
        eager keeps attentions and hidden states, SDPA and ONNX Runtime keep
        nothing; no side has a language-model head. Each engine is a process
        that stays alive and warm; each round lets one after the other run for
        a moment, so that what else the machine does falls on all alike. CPU
        time is the mean of a moment's passes, wall time their median; printed
        are medians over the rounds, and of heed's figure over the other's in
        the same round the median and the middle half. The limit is what the
        pass's products would take at the rate of multiply-adds that fma.c got
        in the same round.
memory  the most that a fresh process held after one pass.
start   from a new process to one head's weights of "money bank".

What an engine refuses is left out, loudly. Models come from `make models`; the
Python environment (some 6 GB on Linux) and what is derived from the models
(2 GB) are made in the user's cache folder, once. --python takes an environment
that is there.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import time

PACKAGES = (
    "torch==2.15.0 transformers==5.23.0 tokenizers==0.23.3 safetensors==0.8.0 numpy==2.4.6 onnxruntime==1.32.0 "
    "onnx==1.23.2 onnxscript==0.7.2 gguf==0.19.0 accelerate==1.15.0"
).split()

# name: model, texts, tokens
WORK = {
    "minilm-4": ("minilm-l6", 1, 4),
    "minilm-128": ("minilm-l6", 1, 128),
    "minilm-256x32": ("minilm-l6", 256, 32),
    "gpt2-512": ("gpt2-small", 1, 512),
    "smollm2-128": ("smollm2-135m", 1, 128),
}
ENGINES = {
    "heed": "heed, every tensor kept",
    "gemms": "its products of matrices alone",
    "eager": "transformers eager, attentions kept",
    "sdpa": "transformers SDPA, nothing kept",
    "ort": "ONNX Runtime, nothing kept",
    "limit": "limit of multiply-adds",
}
# heed's CPU time over the other's, on one thread: what it must be at most, and
# what is aimed for.
AIMS = {
    "minilm-4": {"eager": (0.17, 0.15)},
    "minilm-128": {"eager": (0.66, 0.58), "ort": (0.97, 0.85)},
    "minilm-256x32": {"eager": (0.66, 0.58), "ort": (0.85, 0.75)},
    "gpt2-512": {"eager": (0.75, 0.68)},
    "smollm2-128": {"eager": (0.80, 0.70)},
}
GEMMS = (1.2, 1.2)  # of any workload
TEN = "she put all her money in the old stone bank"  # words, for the cold start
MOMENT = 0.15  # seconds that an engine runs in a round, if a pass is not longer
HERE = os.path.dirname(os.path.abspath(__file__))


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("what", nargs="*", help="time, memory, start; all without")
    p.add_argument("--only", nargs="*", default=list(WORK), metavar="NAME", choices=list(WORK), help=", ".join(WORK))
    p.add_argument("--threads", nargs="*", type=int, default=[1, 2])
    p.add_argument("--rounds", type=int, default=9)
    p.add_argument("--python", help="of an environment with " + " ".join(PACKAGES))
    a = p.parse_args()
    if unknown := set(a.what) - {"time", "memory", "start"}:
        p.error(f"{', '.join(unknown)}: want time, memory or start")
    os.environ.pop("OPENBLAS_CORETYPE", None)  # would choose another processor's kernels
    os.environ["HF_HUB_OFFLINE"] = "1"
    tools = prepare(a)
    if not a.what or "time" in a.what:
        for name in a.only:
            for threads in a.threads:
                measure_time(tools, name, threads, a.rounds)
    if not a.what or "memory" in a.what:
        measure_memory(tools, a.only)
    if not a.what or "start" in a.what:
        measure_start(tools, a.rounds)


def loud(text):
    print("peers: " + text, file=sys.stderr, flush=True)


def prepare(a):
    """Build the programs and the environment; returns their paths."""
    if sys.platform == "darwin":
        cache = os.path.expanduser("~/Library/Caches")
    else:
        cache = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    tools = {
        "models": os.environ.get("HEED_MODELS") or os.path.join(cache, "heed", "models"),
        "cache": os.path.join(cache, "heed", "peers"),
        "python": a.python,
    }
    os.makedirs(tools["cache"], exist_ok=True)
    for name, package in (("forward", "./bench/forward"), ("heed", "./cmd/heed")):
        tools[name] = os.path.join(tools["cache"], name)
        subprocess.run(["go", "build", "-o", tools[name], package], check=True, cwd=os.path.dirname(HERE))
    tools["fma"] = os.path.join(tools["cache"], "fma")
    try:
        subprocess.run(
            [
                "cc",
                "-O3",
                "-march=native",
                "-ffp-contract=fast",
                "-pthread",
                os.path.join(HERE, "fma.c"),
                "-o",
                tools["fma"],
            ],
            check=True,
        )
    except (OSError, subprocess.CalledProcessError) as e:
        loud(f"SKIPPED the limit of multiply-adds: {e}")
        tools["fma"] = None
    if not a.python:
        tools["python"] = environment(os.path.join(tools["cache"], "python"))
    return tools


def environment(folder):
    """Make the Python environment; a file beside it tells what it holds."""
    python, done = os.path.join(folder, "bin", "python"), os.path.join(folder, "packages.txt")
    want = "\n".join(PACKAGES)
    if not os.path.exists(done) or open(done).read() != want:
        loud(f"making the Python environment {folder}: some minutes, and 6 GB on Linux")
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run(
            [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PACKAGES], check=True
        )
        with open(done, "w") as f:
            f.write(want)
    return python


def model_folder(tools, model):
    """Where a model is, as safetensors; made if need be."""
    own = os.path.join(tools["models"], model)
    if os.path.exists(os.path.join(own, "model.safetensors")):
        return own
    made = os.path.join(tools["cache"], model)
    if not os.path.exists(made):
        part = made + ".part"
        shutil.rmtree(part, ignore_errors=True)
        source = own if os.path.exists(own) else model
        subprocess.run(
            [tools["python"], os.path.join(HERE, "peer.py"), "shape", source, part], check=True, stdout=sys.stderr
        )
        os.replace(part, made)
    return made


def ids_file(tools, name):
    """The token ids of a workload, the same for all engines."""
    model, texts, tokens = WORK[name]
    path = os.path.join(tools["cache"], f"{name}.json")
    with open(path, "w") as f:
        json.dump([[1000 + (7919 * t + 104729 * b) % 20000 for t in range(tokens)] for b in range(texts)], f)
    return path


class Engine:
    """A process that answers lines; None in its place where it cannot start."""

    def __init__(self, tools, name, engine, threads):
        folder, ids = model_folder(tools, WORK[name][0]), ids_file(tools, name)
        command = {
            "heed": [tools["forward"], "--model", folder, "--ids", ids, "--threads", str(threads)],
            "limit": [tools["fma"], str(threads)],
        }.get(engine, [tools["python"], os.path.join(HERE, "peer.py"), "serve", engine, folder, ids, str(threads)])
        environment = os.environ | {k: str(threads) for k in ("OMP_NUM_THREADS", "MKL_NUM_THREADS")}
        self.log = os.path.join(tools["cache"], f"{engine}.log")
        with open(self.log, "w") as log:
            self.process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True, env=environment
            )
        self.hello = self.answer()

    def answer(self):
        line = self.process.stdout.readline()
        if not line:
            with open(self.log) as f:
                raise RuntimeError(f.read().strip().rsplit("\n", 1)[-1] or "it ended without a word")
        return json.loads(line)

    def ask(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return self.answer()

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()


def start_engines(tools, name, threads, wanted):
    engines = {}
    for engine in wanted:
        try:
            if engine != "limit" or tools["fma"]:
                engines[engine] = Engine(tools, name, engine, threads)
        except (RuntimeError, OSError, BrokenPipeError) as e:
            loud(f"SKIPPED {ENGINES[engine]} for {name}: {e}")
    agree(engines)
    return engines


def agree(engines):
    """Stop unless all engines compute the same."""
    finals = {n: e.hello["final"] for n, e in engines.items() if "final" in e.hello}
    for n, got in finals.items():
        for m, want in finals.items():
            if max(abs(x - y) for x, y in zip(got, want)) > 1e-3 * max(1, *map(abs, want)):
                sys.exit(f"{n} and {m} do not compute the same: {got} and {want}")


def measure_time(tools, name, threads, rounds):
    model, texts, tokens = WORK[name]
    engines = start_engines(tools, name, threads, ["heed", "eager", "sdpa", "ort", "limit"])
    flops = next((e.hello["flops"] for e in engines.values() if "final" in e.hello and e.hello.get("flops")), 0)
    turns = [(n, e, "run") for n, e in engines.items()]
    if "heed" in engines:
        turns.insert(1, ("gemms", engines["heed"], "gemms"))
    passes, figures = {}, {n: [] for n, _, _ in turns}
    for n, e, verb in turns:
        warm = min(e.ask(f"{verb} 2")["wall"])
        passes[n] = max(1, min(100, int(MOMENT / warm)))
        e.ask(f"{verb} {passes[n]}")
    for _ in range(rounds):
        for n, e, verb in turns:
            f = e.ask(f"{verb} {passes[n]}")
            cpu, wall = statistics.mean(f["cpu"]), statistics.median(f["wall"])
            if n == "limit":  # of its own operations; those of the pass take so much longer
                scale = flops / e.hello["flops"]
                cpu, wall = cpu * scale, wall * scale
            figures[n].append((cpu, wall))
    for e in engines.values():
        e.close()
    print(
        f"\n{name}: {model}, {texts} × {tokens} tokens, {flops / 1e9:.2f} GFLOP, {threads} thread{'s' * (threads > 1)}, {rounds} rounds"
    )
    print(f"{'':37}{'CPU ms':>9}{'wall ms':>9}   {'heed / it: CPU':22}{'wall':22}must (aim)")
    for n in ENGINES:
        if n in figures:
            cpu, wall = (statistics.median(x) * 1e3 for x in zip(*figures[n]))
            print(f"{ENGINES[n]:37}{cpu:9.2f}{wall:9.2f}   {ratios(figures, n)}{aims(name, n, threads)}", flush=True)


def ratios(figures, n):
    if n == "heed" or "heed" not in figures:
        return ""
    out = ""
    for i in (0, 1):
        r = sorted(h[i] / max(o[i], 1e-9) for h, o in zip(figures["heed"], figures[n]))
        low, high = statistics.quantiles(r, n=4)[::2] if len(r) > 1 else (r[0], r[0])
        out += f"{f'{statistics.median(r):.2f} ({low:.2f} … {high:.2f})':22}"
    return out


def aims(work, n, threads):
    limits = GEMMS if n == "gemms" else AIMS[work].get(n)
    if not limits or threads > 1:
        return ""
    return f"≤ {limits[0]:.2f} ({limits[1]:.2f})"


def measure_memory(tools, names):
    """Peak memory of fresh processes, one thread, after one pass."""
    print("\nmost memory after one pass in a fresh process, MB, 1 thread; (heed / it)")
    print(f"{'':16}" + "".join(f"{n:>16}" for n in ("heed", "eager", "sdpa", "ort")))
    for name in names:
        peaks = {}
        for engine in ("heed", "eager", "sdpa", "ort"):
            for n, e in start_engines(tools, name, 1, [engine]).items():
                peaks[n] = e.ask("peak")["peak"] / 1e6
                e.close()
        cell = lambda n: (
            "–"
            if n not in peaks
            else f"{peaks[n]:.0f}" + (f" ({peaks['heed'] / peaks[n]:.2f})" if "heed" in peaks and n != "heed" else "")
        )
        print(f"{name:16}" + "".join(f"{cell(n):>16}" for n in ("heed", "eager", "sdpa", "ort")), flush=True)


def measure_start(tools, rounds):
    """From nothing to one head's weights, the files in the page cache."""
    folder = model_folder(tools, "minilm-l6")
    commands = {
        "heed": [tools["heed"], "walk", "--source", folder, "--layer", "5", "--head", "11", "--json", TEN],
        "eager": [tools["python"], os.path.join(HERE, "peer.py"), "start", folder, TEN],
    }
    figures = {n: [] for n in commands}
    for r in range(rounds + 1):  # the first fills the page cache
        for n, command in commands.items():
            start = time.perf_counter()
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
            error = process.stderr.read()
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = status
            if status:
                sys.exit(f"{' '.join(command)}: {error.decode().strip()}")
            if r:
                figures[n].append((usage.ru_utime + usage.ru_stime, time.perf_counter() - start))
    print(f'\ncold start: a new process, MiniLM-L6, one head\'s weights of ten words, {rounds} rounds')
    for n, label in (("heed", "heed walk --json"), ("eager", "transformers eager")):
        cpu, wall = (statistics.median(x) * 1e3 for x in zip(*figures[n]))
        print(f"{label:37}{cpu:9.1f}{wall:9.1f}   {'' if n == 'heed' else ratios(figures, n)}")


if __name__ == "__main__":
    main()
