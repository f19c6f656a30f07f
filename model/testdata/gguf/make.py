#!/usr/bin/env python3
"""Write the tiny models beside this folder as GGUF, as llama.cpp's converter would.

    make.py [FOLDER ...] [--out FOLDER]     those, or the models that are kept here
    make.py --quantised --tracer FOLDER     quantised/: a model of blocks, and its golden

Names, order of rows, what is added to norms, and keys are those of
conversion/*.py of llama.cpp (ORIGIN.md says which). What a converter leaves out,
though the golden has it, is marked "not converted": GGUF has a key for it, and
llama.cpp reads that key for other architectures or in other versions.
"""

import argparse
import math
import os
import shutil
import sys
import tempfile

import gguf
import numpy
import safetensors.numpy
import torch
import transformers

HERE = os.path.dirname(os.path.abspath(__file__))
KEPT = """gpt2-plain llama-linear llama-llama3 llama-yarn mistral-global smollm-a qwen2-window
qwen3-bias gemma-a gemma2-caps gemma3-a gemma3-old phi-a""".split()
ARCHS = {"mistral": "llama", "gemma3_text": "gemma3", "phi": "phi2"}


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("folders", nargs="*", metavar="FOLDER")
    p.add_argument("--out", default=HERE, metavar="FOLDER")
    p.add_argument("--quantised", action="store_true")
    p.add_argument("--tracer", metavar="FOLDER", help="with tracer.py and f64patch.py, as of ../make.py")
    a = p.parse_args()
    transformers.logging.set_verbosity_error()
    transformers.utils.logging.disable_progress_bar()
    if a.quantised:
        quantised(os.path.join(HERE, "quantised"), a.tracer)
        return
    for folder in a.folders or [os.path.join(HERE, "..", name) for name in KEPT]:
        name = os.path.basename(os.path.normpath(folder))
        convert(folder, os.path.join(a.out, name + ".gguf"))
        if name == "phi-a":  # as Phi-2's first files had it
            convert(folder, os.path.join(a.out, "phi-fused.gguf"), fused=True)


def convert(folder, path, pack=lambda name, x: (x, None), fused=False):
    """Write one model; pack gives the bytes of a tensor and their type; fused makes one of q, k and v."""
    c = transformers.AutoConfig.from_pretrained(folder)
    arch = ARCHS.get(c.model_type, c.model_type)
    w = gguf.GGUFWriter(path, arch)
    w.add_type("model")
    w.add_name(os.path.basename(os.path.normpath(folder)))
    w.add_file_type(gguf.LlamaFileType.ALL_F32)
    w.add_quantization_version(gguf.GGML_QUANT_VERSION)
    {"gpt2": gpt2, "phi2": phi2, "gemma": gemma, "gemma2": gemma, "gemma3": gemma}.get(arch, llama)(w, c, arch)
    vocabulary(w, arch, c.vocab_size)
    names = gguf.get_tensor_name_map(
        next(k for k, v in gguf.MODEL_ARCH_NAMES.items() if v == arch), c.num_hidden_layers
    )
    tensors = safetensors.numpy.load_file(os.path.join(folder, "model.safetensors"))
    if fused:
        for q in [name for name in tensors if ".q_proj." in name]:
            parts = [tensors.pop(q.replace("q_proj", part)) for part in ("q_proj", "k_proj", "v_proj")]
            end = q.rsplit(".", 1)[1]
            tensors[f"transformer.h.{q.split('.')[2]}.mixer.Wqkv.{end}"] = numpy.concatenate(parts)
    for old, x in sorted(tensors.items()):
        if old.startswith("transformer.") and old.endswith((".attn.bias", ".attn.masked_bias")):
            continue
        if old == "lm_head.weight" and (arch.startswith("gemma") or c.tie_word_embeddings):
            continue
        new = names.get_name(old, try_suffixes=(".weight", ".bias")) or sys.exit(f"{folder}: {old} has no name")
        x, kind = pack(new, rows(arch, c, old, x))
        w.add_tensor(new, numpy.ascontiguousarray(x), raw_dtype=kind)
    if arch == "llama" and rope_of(c).get("rope_type") == "llama3":
        w.add_tensor("rope_freqs.weight", llama3(c, rope_of(c)))
    w.write_header_to_file()
    w.write_kv_data_to_file()
    w.write_tensors_to_file()
    w.close()
    os.chmod(path, 0o644)


def rows(arch, c, name, x):
    """A tensor as the converter turns, orders or shifts it."""
    if arch == "gpt2" and name.endswith((".c_attn.weight", ".c_proj.weight", ".c_fc.weight")):
        return x.T
    if arch.startswith("gemma") and name.endswith("norm.weight"):
        return x + numpy.float32(1)
    for part, heads in (("q_proj", "num_attention_heads"), ("k_proj", "num_key_value_heads")):
        if arch == "llama" and part in name:
            n = getattr(c, heads)
            return x.reshape(n, 2, x.shape[0] // n // 2, *x.shape[1:]).swapaxes(1, 2).reshape(x.shape)
    return x


def common(w, c):
    w.add_block_count(c.num_hidden_layers)
    w.add_context_length(c.max_position_embeddings)
    w.add_embedding_length(c.hidden_size)
    w.add_feed_forward_length(c.intermediate_size)
    w.add_head_count(c.num_attention_heads)
    w.add_head_count_kv(c.num_key_value_heads)


def llama(w, c, arch):
    """Llama, Mistral and Qwen."""
    common(w, c)
    rope = rope_of(c)
    if rope.get("rope_type") == "linear":
        w.add_rope_scaling_type(gguf.RopeScalingType.LINEAR)
        w.add_rope_scaling_factor(rope["factor"])
    if rope.get("rope_type") == "yarn":
        w.add_rope_scaling_type(gguf.RopeScalingType.YARN)
        w.add_rope_scaling_factor(rope["factor"])
        w.add_rope_scaling_orig_ctx_len(rope["original_max_position_embeddings"])
        w.add_rope_scaling_yarn_beta_fast(rope["beta_fast"])
        w.add_rope_scaling_yarn_beta_slow(rope["beta_slow"])
    w.add_rope_freq_base(rope["rope_theta"])
    w.add_layer_norm_rms_eps(c.rms_norm_eps)
    head = getattr(c, "head_dim", None) or c.hidden_size // c.num_attention_heads
    if getattr(c, "head_dim", None):
        w.add_key_length(head)
        w.add_value_length(head)
    if arch == "llama":
        w.add_vocab_size(c.vocab_size)
        w.add_rope_dimension_count(head)
    slides = [t == "sliding_attention" for t in getattr(c, "layer_types", None) or []]
    if c.model_type == "mistral" and c.sliding_window:
        w.add_sliding_window(c.sliding_window)  # not converted
    elif any(slides):
        w.add_sliding_window(c.sliding_window)  # not converted
        w.add_sliding_window_pattern(slides)


def gemma(w, c, arch):
    common(w, c)
    w.add_layer_norm_rms_eps(c.rms_norm_eps)
    w.add_key_length(c.head_dim)
    w.add_value_length(c.head_dim)
    if arch == "gemma":
        return
    if arch == "gemma2":
        w.add_attn_logit_softcapping(c.attn_logit_softcapping)
    if c.final_logit_softcapping:
        w.add_final_logit_softcapping(c.final_logit_softcapping)
    w.add_sliding_window(c.sliding_window)
    if c.query_pre_attn_scalar != c.head_dim:
        w.add_attention_scale(1 / math.sqrt(c.query_pre_attn_scalar))  # not converted
    if arch == "gemma3":
        full = c.rope_parameters["full_attention"]
        w.add_rope_freq_base(full["rope_theta"])
        w.add_rope_freq_base_swa(c.rope_parameters["sliding_attention"]["rope_theta"])
        if full["rope_type"] == "linear":
            w.add_rope_scaling_type(gguf.RopeScalingType.LINEAR)
            w.add_rope_scaling_factor(full["factor"])
        w.add_sliding_window_pattern(c.layer_types.index("full_attention") + 1)  # not converted: 6 of all


def gpt2(w, c, arch):
    w.add_block_count(c.n_layer)
    w.add_context_length(c.n_positions)
    w.add_embedding_length(c.n_embd)
    w.add_feed_forward_length(4 * c.n_embd)
    w.add_head_count(c.n_head)
    w.add_layer_norm_eps(c.layer_norm_epsilon)


def phi2(w, c, arch):
    w.add_block_count(c.num_hidden_layers)
    w.add_context_length(c.max_position_embeddings)
    w.add_embedding_length(c.hidden_size)
    w.add_feed_forward_length(4 * c.hidden_size)  # whatever the model has
    w.add_head_count(c.num_attention_heads)
    w.add_head_count_kv(c.num_attention_heads)
    w.add_layer_norm_eps(c.layer_norm_eps)
    share = rope_of(c)["partial_rotary_factor"]
    w.add_rope_dimension_count(int(share * c.hidden_size) // c.num_attention_heads)
    w.add_add_bos_token(False)


def rope_of(c):
    return getattr(c, "rope_parameters", None) or {}


def llama3(c, rope):
    """What Llama 3's rotation divides each frequency by. The converter takes the length of the original
    texts for 8192, which published models have, where a config keeps it among the rotation's parameters."""
    head = getattr(c, "head_dim", None) or c.hidden_size // c.num_attention_heads
    f = 1 / rope["rope_theta"] ** (torch.arange(0, head, 2, dtype=torch.float32) / head)
    low, high, long = rope["low_freq_factor"], rope["high_freq_factor"], rope["original_max_position_embeddings"]
    smooth = ((long * f / (2 * math.pi) - low) / (high - low)).clamp(0, 1)
    return (1 / ((1 - smooth) / rope["factor"] + smooth)).numpy()


def vocabulary(w, arch, size):
    """A made-up tokenizer of few pieces, filled up with unused ones."""
    letters = list("abcdefghijklmnopqrstuvwxyz")
    space = "▁" if arch in ("llama", "gemma", "gemma2", "gemma3") else "Ġ"
    joined = "a+n k+_ n+k an+k _+b _b+ank _+m o+n _m+on e+y _mon+ey _+r i+v e+r _r+iv _riv+er".replace("_", space)
    merges = [m.split("+") for m in joined.split() if not m.endswith(f"+{space}")]
    special = ["<unk>", "<s>", "</s>"]
    if arch.startswith("gemma"):
        special = ["<pad>", "<eos>", "<bos>", "<unk>"]
    elif space == "Ġ":
        special = ["<|endoftext|>"]
    pieces = special + [space] + letters + ["".join(m) for m in merges]
    n = len(special)
    kinds = [gguf.TokenType.CONTROL] * n + [gguf.TokenType.NORMAL] * (len(pieces) - n)
    scores = [0.0] * (n + 1) + [-100.0] * len(letters) + [-float(i) for i in range(1, len(merges) + 1)]
    pieces += [f"[PAD{i}]" for i in range(len(pieces), size)]
    kinds += [gguf.TokenType.UNUSED] * (size - len(kinds))
    scores += [-10000.0] * (size - len(scores))
    if space == "▁":
        kinds[special.index("<unk>")] = gguf.TokenType.UNKNOWN
        w.add_tokenizer_model("llama")
        w.add_tokenizer_pre("default")
        w.add_token_list(pieces[:size])
        w.add_token_scores(scores[:size])
        w.add_token_types(kinds[:size])
        gemma = arch.startswith("gemma")
        w.add_bos_token_id(2 if gemma else 1)
        w.add_eos_token_id(1 if gemma else 2)
        w.add_unk_token_id(special.index("<unk>"))
        if gemma:
            w.add_pad_token_id(0)
            w.add_add_space_prefix(False)
        w.add_add_bos_token(True)
        w.add_add_eos_token(False)
        return
    w.add_tokenizer_model("gpt2")
    w.add_tokenizer_pre({"gpt2": "gpt-2", "phi2": "phi-2"}.get(arch, "qwen2"))
    w.add_token_list(pieces[:size])
    w.add_token_types(kinds[:size])
    w.add_token_merges([" ".join(m) for m in merges])
    w.add_bos_token_id(0)
    w.add_eos_token_id(0)
    if arch in ("qwen2", "qwen3"):
        w.add_add_bos_token(False)


BLOCKS = {
    "token_embd.weight": "Q8_0",
    "output.weight": "F16",
    "attn_q.weight": "Q4_0",
    "attn_k.weight": "Q4_1",
    "attn_v.weight": "Q5_0",
    "attn_output.weight": "Q5_1",
    "ffn_gate.weight": "BF16",
    "ffn_up.weight": "Q4_0",
    "blk.0.ffn_down.weight": "Q4_K",
    "blk.1.ffn_down.weight": "Q5_K",
    "blk.2.ffn_down.weight": "Q6_K",
}  # norms are F32


def quantised(folder, tracer):
    """A Llama of three layers with weights of ten types; the golden is of their values."""
    sys.path[:0] = [tracer, os.path.join(HERE, "..")]
    sys.dont_write_bytecode = True
    import importlib.util

    spec = importlib.util.spec_from_file_location("golden", os.path.join(HERE, "..", "make.py"))
    golden = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(golden)

    __import__("tracer")
    config = transformers.LlamaConfig(
        hidden_size=64,
        num_attention_heads=4,
        num_key_value_heads=2,
        intermediate_size=256,
        num_hidden_layers=3,
        vocab_size=48,
        max_position_embeddings=64,
        rms_norm_eps=1e-5,
    )
    torch.manual_seed(1)
    model = transformers.LlamaForCausalLM(config)
    golden.fill(model, torch.Generator().manual_seed(1))
    random, state = numpy.random.default_rng(1), model.state_dict()
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    values = {}

    def pack(name, x):
        kind = next((k for end, k in BLOCKS.items() if name.endswith(end)), "F32")
        kind = gguf.GGMLQuantizationType[kind]
        if kind.name.endswith("_K"):
            data = blocks(kind, x, random)
        else:
            data = gguf.quants.quantize(x, kind)
        values[name] = gguf.quants.dequantize(data, kind)
        return data, kind

    with tempfile.TemporaryDirectory() as plain:
        model.save_pretrained(plain)
        convert(plain, os.path.join(folder, "model.gguf"), pack)
        names = gguf.get_tensor_name_map(gguf.MODEL_ARCH.LLAMA, 3)
        for old, x in state.items():
            v = values[names.get_name(old, try_suffixes=(".weight",))]
            for part, n in (("q_proj", 4), ("k_proj", 2)):
                if part in old:  # the order of rows, undone
                    v = v.reshape(n, v.shape[0] // n // 2, 2, -1).swapaxes(1, 2)
            x.copy_(torch.from_numpy(numpy.ascontiguousarray(v).reshape(x.shape)))
        model.save_pretrained(plain)
        ids = {"input_ids": torch.from_numpy(random.integers(3, 48, (1, 9)))}
        ids["attention_mask"] = torch.ones_like(ids["input_ids"])
        files = {
            f"short.{end}.safetensors": golden.trace(
                transformers.LlamaForCausalLM, plain, f"short.{end}.safetensors", ids, end == "f64", False
            )
            for end in ("f32", "f64")
        }
        shutil.copytree(os.path.join(plain, "golden"), os.path.join(folder, "golden"))
    versions = {"torch": torch.__version__, "transformers": transformers.__version__}
    with open(os.path.join(folder, "golden", "manifest.json"), "w") as f:
        f.write(golden.lines({"model": "quantised", "model_type": "llama", **versions, "files": files}))


def blocks(kind, x, random):
    """Random blocks of a K type, which the package cannot make, with about the spread of x."""
    per, size = gguf.GGML_QUANT_SIZES[kind]
    data = random.integers(0, 256, (x.shape[0], x.shape[1] // per * size), dtype=numpy.uint8)
    one = data.reshape(-1, size)
    scales = {"Q6_K": slice(size - 2, size)}.get(kind.name, slice(0, 2))
    one[:, scales] = numpy.frombuffer(numpy.float16(1).tobytes(), numpy.uint8)
    if kind.name != "Q6_K":
        one[:, 2:4] = numpy.frombuffer(numpy.float16(7 if kind.name == "Q4_K" else 15).tobytes(), numpy.uint8)
    d = x.std() / gguf.quants.dequantize(data, kind).std()
    one[:, scales] = numpy.frombuffer(numpy.float16(d).tobytes(), numpy.uint8)
    if kind.name != "Q6_K":
        one[:, 2:4] = numpy.frombuffer(numpy.float16(d * (7 if kind.name == "Q4_K" else 15)).tobytes(), numpy.uint8)
    return data


if __name__ == "__main__":
    main()
