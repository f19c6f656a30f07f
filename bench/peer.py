"""The other sides of peers.py: transformers and ONNX Runtime.

    peer.py serve ENGINE MODEL IDS THREADS     answers "run N" and "peak"
    peer.py shape NAME FOLDER                  makes a model to measure with
    peer.py start MODEL TEXT                   one head's weights, from a cold start

ENGINE is eager (keeping attentions and hidden states), sdpa or ort (keeping
nothing). It runs in the Python environment that peers.py makes.
"""

import json
import os
import resource
import sys
import time
import warnings

warnings.filterwarnings("ignore")


def main():
    verb, *args = sys.argv[1:]
    {"serve": serve, "shape": shape, "start": start}[verb](*args)


def load(folder, attention):
    import transformers

    transformers.logging.set_verbosity_error()
    transformers.utils.logging.disable_progress_bar()
    config = transformers.AutoConfig.from_pretrained(folder)
    bare = {"add_pooling_layer": False} if config.model_type == "bert" else {}
    return transformers.AutoModel.from_pretrained(folder, attn_implementation=attention, **bare).eval()


def serve(engine, folder, ids_file, threads):
    with open(ids_file) as f:
        ids = json.load(f)
    once = ort(folder, ids, ids_file, int(threads)) if engine == "ort" else pytorch(engine, folder, ids, int(threads))
    final, flops = once(True)
    say({"final": final, "flops": flops})
    for line in sys.stdin:
        verb, *n = line.split()
        if verb == "run":
            cpu, wall = [], []
            for _ in range(int(n[0])):
                c, w = time.process_time(), time.perf_counter()
                once()
                wall.append(time.perf_counter() - w)
                cpu.append(time.process_time() - c)
            say({"cpu": cpu, "wall": wall})
        elif verb == "peak":
            say({"peak": peak()})


def pytorch(engine, folder, ids, threads):
    import torch

    torch.set_num_threads(threads)
    model = load(folder, engine)
    x = torch.tensor(ids)
    kept = {"output_attentions": True, "output_hidden_states": True} if engine == "eager" else {}
    if model.config.model_type != "bert":
        kept["use_cache"] = False

    def once(tell=False):
        with torch.inference_mode():
            o = model(input_ids=x, **kept)
        if tell:
            return o.last_hidden_state[0, 0, :8].tolist(), flops(model, *x.shape)

    return once


def flops(model, texts, tokens):
    """What the body's products of matrices take, by the shapes of its layers."""
    import re

    c = model.config
    weights = sum(p.numel() for n, p in model.named_parameters() if p.dim() == 2 and re.search(r"\.\d+\..*weight$", n))
    width = c.num_attention_heads * (getattr(c, "head_dim", None) or c.hidden_size // c.num_attention_heads)
    return 2 * texts * tokens * weights + c.num_hidden_layers * 4 * texts * tokens**2 * width


def ort(folder, ids, ids_file, threads):
    """The model as torch.onnx writes it, for the very shape of the ids; it is kept beside them."""
    path = os.path.splitext(ids_file)[0] + ".onnx"
    if not os.path.exists(path):  # in a process of its own, so that its memory is not counted
        if os.fork() == 0:
            export(folder, ids, path)
            os._exit(0)
        os.wait()
    import numpy
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    x = {"ids": numpy.array(ids)}

    def once(tell=False):
        y = session.run(None, x)[0]
        if tell:
            return y[0, 0, :8].tolist(), None

    return once


def export(folder, ids, path):
    import torch

    os.dup2(2, 1)  # it talks on standard output
    model = load(folder, "eager")
    cached = {} if model.config.model_type == "bert" else {"use_cache": False}

    class Body(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.model = model

        def forward(self, ids):
            return self.model(input_ids=ids, **cached).last_hidden_state

    torch.onnx.export(
        Body(),
        (torch.tensor(ids),),
        path + ".part",
        dynamo=True,
        input_names=["ids"],
        external_data=False,
        verbose=False,
    )
    os.replace(path + ".part", path)


def shape(name, folder):
    """GPT-2-small's shape with random weights, or SmolLM2-135M's own weights as float32."""
    import torch
    import transformers

    torch.manual_seed(1)
    if name == "gpt2-small":
        model = transformers.GPT2LMHeadModel(transformers.GPT2Config())
    else:
        packed = transformers.AutoModelForCausalLM.from_pretrained(name, gguf_file="model.gguf", dtype=torch.float32)
        del packed.config.quantization_config  # with which it refuses to be saved
        model = type(packed)(packed.config)
        model.load_state_dict(packed.state_dict())
    model.config.__dict__.pop("_model_name_or_path", None)  # the GGUF file's name for itself
    model.save_pretrained(folder)


def start(folder, text):
    """What heed walk does from a cold start: read a model, run a text, tell one head's weights."""
    import torch
    import transformers

    transformers.logging.set_verbosity_error()
    torch.set_num_threads(1)
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    model = load(folder, "eager")
    with torch.inference_mode():
        o = model(**tokenizer(text, return_tensors="pt"), output_attentions=True, output_hidden_states=True)
    say({"weights": o.attentions[-1][0, 0].tolist()})


def peak():
    """VmHWM, in bytes."""
    try:
        with open("/proc/self/status") as f:
            return next(int(line.split()[1]) for line in f if line.startswith("VmHWM")) * 1024
    except OSError:
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most if sys.platform == "darwin" else most * 1024


def say(answer):
    print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
