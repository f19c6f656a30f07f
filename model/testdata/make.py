#!/usr/bin/env python3
"""Make the tiny models beside this file, and what PyTorch computes with them.

    make.py --tracer FOLDER [NAME ...]

Each model has random weights, large enough that scores spread and that no bias
or norm is trivial, and a config that exercises flags no other golden has. The
folder of a model gets config.json, model.safetensors, ORIGIN.md and golden/:

    short.f32, short.f64    a text of 5 tokens; with mask and scores_masked
    long.f32                17 tokens, so that windows and buckets bite
    batch_{left,right}pad   texts of 4 and 9 tokens, left for causal models; fewer tensors

FOLDER holds tracer.py and f64patch.py, which capture the tensors; what each is
stands in package model's doc. Texts are random ids: there is no tokenizer. A
model is saved, then read back by transformers, and its traced forward pass is
compared with the stock eager one; the largest difference is in manifest.json.
"""

import argparse
import contextlib
import copy
import json
import math
import os
import shutil
import sys

import numpy
import safetensors.torch
import torch
import transformers

sys.dont_write_bytecode = True  # of models.py, into testdata
from models import ENCODERS, MODELS, V, class_name

SINGLE = torch.float32  # for f64patch gives that name another meaning for a while


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("names", nargs="*", metavar="NAME", help="models to make; all without")
    p.add_argument("--tracer", required=True, metavar="FOLDER")
    a = p.parse_args()
    sys.path.insert(0, a.tracer)
    __import__("tracer")  # registers the attention that it captures
    transformers.logging.set_verbosity_error()
    transformers.utils.logging.disable_progress_bar()
    for name in a.names or MODELS:
        make(name, os.path.join(os.path.dirname(os.path.abspath(__file__)), name))


def make(name, folder):
    kind, settings, how = (*MODELS[name], {})[:3]
    seed = sum(map(ord, name))
    shutil.rmtree(folder, ignore_errors=True)
    cls = getattr(transformers, class_name(kind))
    config = cls.config_class(**settings)
    torch.manual_seed(seed)
    model = cls(config)
    if config.model_type == "t5" and settings.get("tie_word_embeddings") is False:
        model.lm_head.weight = torch.nn.Parameter(
            torch.empty_like(model.shared.weight)
        )  # transformers 5 ties it, unless a file has both
    fill(model, torch.Generator().manual_seed(seed))
    model.save_pretrained(folder)
    if os.path.exists(generation := os.path.join(folder, "generation_config.json")):
        os.remove(generation)
    spell(folder, config, how)
    files = {}
    for text, inputs in texts(config, kind, how, numpy.random.default_rng(seed)).items():
        for double in [False, True][: 2 if text == "short" else 1]:
            file = f"{text}.{'f64' if double else 'f32'}.safetensors"
            files[file] = trace(cls, folder, file, inputs, double, text == "short" and not double)
    manifest = {
        "model": name,
        "model_type": config.model_type,
        "torch": torch.__version__,
        "transformers": transformers.__version__,
        "files": files,
    }
    with open(os.path.join(folder, "golden", "manifest.json"), "w") as f:
        f.write(lines(manifest))
    with open(os.path.join(folder, "ORIGIN.md"), "w") as f:
        f.write(f"""# Where these files come from
A tiny {config.model_type} with random weights of seed {seed}, and what PyTorch {torch.__version__.split('+')[0]} with
transformers {transformers.__version__} computed with it. `make.py {name}` in the folder above made both,
and says what is special about this model.
""")
    size = sum(os.path.getsize(os.path.join(at, f)) for at, _, fs in os.walk(folder) for f in fs)
    worst = max(max(f["max_abs_diff_vs_stock_eager"].values()) for f in files.values())
    weights = os.path.getsize(os.path.join(folder, "model.safetensors"))
    print(
        f"{name:22} weights {weights / 1e3:4.0f} kB, in all {size / 1e3:4.0f} kB, differs from stock by {worst:.1g}",
        flush=True,
    )


def lines(manifest):
    """JSON with a line for each file."""
    rest = {k: v for k, v in manifest.items() if k != "files"}
    files = ",\n".join(f"{json.dumps(k)}: {json.dumps(v)}" for k, v in manifest["files"].items())
    return json.dumps(rest)[:-1] + ', "files": {\n' + files + "\n}}\n"


def fill(model, rng):
    """Give every parameter random values whose effect can be seen."""
    fixed = getattr(model.config, "sinusoidal_pos_embds", False)
    flat = getattr(model.config, "scale_attn_weights", True) and model.config.model_type != "t5"
    gain = 1.3 if flat else 0.9  # of q and k: unscaled scores grow with the head's width
    tables = {name + ".weight" for name, m in model.named_modules() if isinstance(m, torch.nn.Embedding)}
    with torch.no_grad():
        for name, x in model.named_parameters():
            noise = torch.randn(x.shape, generator=rng)
            if fixed and "position_embeddings" in name:
                continue
            if x.dim() == 1:
                shifted = "norm" in name.lower() or ".ln_" in name
                centre = 1.0 if shifted and name.endswith("weight") and "gemma" not in model.config.model_type else 0.0
                x.copy_(centre + 0.3 * noise)
            elif name in tables or x.dim() == 3:
                x.copy_(noise * (0.7 if "position" in name or "wpe" in name or x.dim() == 3 else 1.0))
            else:
                inputs = (
                    x.shape[0] if "c_attn" in name or "c_proj" in name or "c_fc" in name else math.prod(x.shape[1:])
                )
                qk = any(
                    part in name.lower()
                    for part in ("q_proj", "k_proj", "query", "key", "qkv", "c_attn", ".q.", ".k.", "q_lin", "k_lin")
                )
                x.copy_(noise * (gain if qk else 1.0) / inputs**0.5)


def spell(folder, config, how):
    """Rewrite config.json as transformers 4 spells it, where it is to be; it must still mean the same."""
    path = os.path.join(folder, "config.json")
    with open(path) as f:
        c = json.load(f)
    if how.get("drop"):
        c = (
            {k: v for k, v in c.items() if k not in how["drop"]}
            | how["put"]
            | {"torch_dtype": "float32", "transformers_version": "4.48.0"}
        )
    with open(path, "w") as f:
        json.dump(c, f, indent=2, sort_keys=True)
        f.write("\n")
    back = transformers.AutoConfig.from_pretrained(folder)
    for key in ("rope_parameters", "layer_types", "sliding_window", "head_dim"):
        want, got = getattr(config, key, None), getattr(back, key, None)
        if isinstance(want, dict):  # rope_parameters keeps other spellings beside the standard one
            got = {k: v for k, v in got.items() if k in want}
        if got != want:
            sys.exit(f"{folder}: {key} is read back as {got}; want {want}")


def texts(config, kind, how, rng):
    """Random inputs by name."""
    if kind == "ViT":
        image = lambda n: {"pixel_values": torch.from_numpy(rng.standard_normal((n, 3, 12, 12)).astype(numpy.float32))}
        return {"short": image(1), "batch": image(2)}
    some = lambda n: rng.integers(4, V, n).tolist()
    short, long = some(5), some(17)
    if how.get("hole"):
        long[7] = config.pad_token_id
    row = lambda ids: {"input_ids": torch.tensor([ids]), "attention_mask": torch.ones(1, len(ids), dtype=torch.long)}
    out = {"short": row(short), "long": row(long)}
    if getattr(config, "type_vocab_size", 1) > 1:
        out["long"]["token_type_ids"] = torch.tensor([[0] * 8 + [1] * 9])
    rows, pad = [some(4), some(9)], config.pad_token_id or 0
    n = max(map(len, rows))
    if kind in ENCODERS:
        out["batch_rightpad"] = {
            "input_ids": torch.tensor([r + [pad] * (n - len(r)) for r in rows]),
            "attention_mask": torch.tensor([[1] * len(r) + [0] * (n - len(r)) for r in rows]),
        }
    else:
        mask = torch.tensor([[0] * (n - len(r)) + [1] * len(r) for r in rows])
        out["batch_leftpad"] = {
            "input_ids": torch.tensor([[pad] * (n - len(r)) + r for r in rows]),
            "attention_mask": mask,
        }
        if kind != "OPT":  # which has them of the mask
            out["batch_leftpad"]["position_ids"] = (mask.cumsum(-1) - 1).clamp(min=0)
    if kind == "T5":
        for name, inputs in out.items():
            decoder = [[0] + some(6) for _ in inputs["input_ids"]]
            inputs["decoder_input_ids"] = torch.tensor(decoder)
    return out


def trace(cls, folder, file, inputs, double, complete):
    """Run a model that was read anew from its files, and write every tensor."""
    import f64patch

    if double:
        inputs = {k: v.double() if v.is_floating_point() else v for k, v in inputs.items()}
    one, two = (cls.from_pretrained(folder, attn_implementation=a).eval() for a in ("trace", "eager"))
    with f64patch.really64() if double else contextlib.nullcontext():
        if double:
            one, two = anew(one), anew(two)
        t, scaling = capture(one, inputs)
        with torch.no_grad():
            stock = two(**inputs, output_attentions=True, output_hidden_states=True)
    # a batch of 2D rows, as OPT's MLP has it, is given back its axes
    axes = next(iter(inputs.values())).shape[:2]
    for k, v in t.items():
        if v.dim() == 2 and k != "pooler":
            t[k] = v.view(*axes, -1)
    differences = compare(t, stock)
    if not max(differences.values()) <= (1e-6 if double else 1e-5):
        sys.exit(f"{folder} {file}: the traced pass differs from the stock one: {differences}")
    if double:
        honest(folder, t)
    t = {k: v for k, v in t.items() if not k.startswith("rope.")}  # whose order is not the same each time
    if not complete:
        t = {k: v for k, v in t.items() if not k.endswith((".mask", ".scores_masked"))}
    if "batch" in file:
        t = {
            k: v
            for k, v in t.items()
            if "." not in k
            or k.endswith((".q", ".k", ".weights", ".head_out", ".resid_out", ".embed", ".final_hidden"))
        }
    t |= {"in." + k: v for k, v in inputs.items()}
    for k, v in t.items():
        if v.is_floating_point() and not v.isfinite().all():
            sys.exit(f"{folder} {file}: {k} is not finite")
    path = os.path.join(folder, "golden", file)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    safetensors.torch.save_file({k: v.contiguous() for k, v in t.items()}, path)
    os.chmod(path, 0o644)
    entry = {"dtype": "f64" if double else "f32", "scaling": scaling, "max_abs_diff_vs_stock_eager": differences}
    return entry | {k: v.tolist() for k, v in inputs.items() if k in ("input_ids", "decoder_input_ids")}


def anew(single):
    """Build a model again in float64, so that its tables are of float64 as well."""
    config = copy.deepcopy(single.config)
    config.dtype = torch.float64
    model = type(single)._from_config(config, attn_implementation=single.config._attn_implementation)
    if "lm_head.weight" in single.state_dict() and single.lm_head.weight is not single.get_input_embeddings().weight:
        model.lm_head.weight = torch.nn.Parameter(torch.empty_like(model.lm_head.weight))
    model.load_state_dict({k: v.double() for k, v in single.state_dict().items()})
    return model.eval()


def honest(folder, t):
    """Refuse a float64 trace that passed through float32 somewhere."""
    for name in ("final_hidden", "enc.final_hidden", "L0.weights", "rope.cos"):
        if name in t and torch.equal(t[name], t[name].to(SINGLE).to(t[name].dtype)):
            sys.exit(f"{folder}: {name} has no more than float32's digits")


def capture(model, inputs):
    """One forward pass: its tensors by name, and the scaling of each layer's scores."""
    import tracer

    extend(tracer, model)
    kind = model.config.model_type
    tracer.patch(True)
    tr = tracer.Tracer(model)
    if kind == "albert":  # it knows a single layer
        tr.close()
        tr.h.clear()
        hook_albert(tr, model)
    tracer.CUR = tr
    try:
        with torch.no_grad():
            o = model(**inputs, output_hidden_states=True)
    finally:
        tracer.CUR = None
        tr.close()
        tracer.patch(False)
    t = tr.out
    if getattr(o, "decoder_hidden_states", None):
        t["enc.embed"], t["enc.final_hidden"] = o.encoder_hidden_states[0], o.encoder_last_hidden_state
        t["dec.embed"], t["dec.final_hidden"] = o.decoder_hidden_states[0], o.decoder_hidden_states[-1]
    else:
        tag = "enc." if kind == "t5" else ""
        t[tag + "embed"], t[tag + "final_hidden"] = o.hidden_states[0], o.hidden_states[-1]
    for name, attribute in (("logits", "logits"), ("pooler", "pooler_output")):
        if getattr(o, attribute, None) is not None:
            t[name] = getattr(o, attribute)
    return {k: v.detach().clone() for k, v in t.items()}, tr.scaling


def extend(tracer, model):
    """Teach the tracer what it does not know of these models."""
    c, spec = model.config, tracer.SPEC
    spec["xlm-roberta"] = ("roberta.encoder.layer", spec["roberta"][1])
    path, parts = spec["phi"]
    spec["phi"] = (path, {k: v for k, v in parts.items() if k not in ("qn", "kn")})
    if getattr(c, "qk_layernorm", False):
        spec["phi"][1].update(qn="self_attn.q_layernorm", kn="self_attn.k_layernorm")
    if type(model).__name__ == "T5EncoderModel":
        c.num_decoder_layers = 0  # so that it looks for none


def hook_albert(tr, model):
    """Capture the layers of all groups, numbered in the order in which they run."""
    heads = lambda v: v.view(*v.shape[:-1], model.config.num_attention_heads, -1).transpose(1, 2)

    def put(name, shape=lambda v: v):
        def hook(module, args, out=None):
            v = args[0] if out is None else out[0] if isinstance(out, tuple) else out
            tr.put(f"L{tr.nth(name)}.{name}", shape(v))

        return hook

    for group in model.albert.encoder.albert_layer_groups:
        for layer in group.albert_layers:
            at = layer.attention
            before = (
                (layer, "resid_in"),
                (at.LayerNorm, "resid_mid_prenorm"),
                (layer.full_layer_layer_norm, "resid_out_prenorm"),
            )
            after = (
                (layer, "resid_out"),
                (at.dense, "attn_proj"),
                (at.LayerNorm, "resid_mid"),
                (layer.ffn_output, "mlp_out"),
            )
            tr.h += [m.register_forward_pre_hook(put(name)) for m, name in before]
            tr.h += [m.register_forward_hook(put(name)) for m, name in after]
            tr.h += [
                m.register_forward_hook(put(name, heads))
                for m, name in ((at.query, "q_pre"), (at.key, "k_pre"), (at.value, "v_pre"))
            ]


def compare(t, stock):
    """The largest differences from a stock eager pass."""
    far = lambda a, b: float((a - b).abs().max())
    tag = "enc." if "enc.embed" in t else ""
    weights = [(f"{tag}L{i}", w) for i, w in enumerate(getattr(stock, "attentions", None) or ())]
    for attribute, tag in (
        ("encoder_attentions", "enc.L{}"),
        ("decoder_attentions", "dec.L{}"),
        ("cross_attentions", "dec.L{}.cross"),
    ):
        weights += [(tag.format(i), w) for i, w in enumerate(getattr(stock, attribute, None) or ())]
    d = {"weights": max(far(t[f"{tag}.weights"], w) for tag, w in weights)}
    hidden = [
        (n, getattr(stock, a, None))
        for n, a in (
            ("final_hidden", "hidden_states"),
            ("enc.final_hidden", "encoder_hidden_states"),
            ("dec.final_hidden", "decoder_hidden_states"),
            ("enc.final_hidden", "hidden_states"),
        )
    ]
    d["final_hidden"] = max(far(t[n], h[-1]) for n, h in hidden if n in t and h)
    if "logits" in t:
        d["logits"] = far(t["logits"], stock.logits)
    return d


if __name__ == "__main__":
    main()
