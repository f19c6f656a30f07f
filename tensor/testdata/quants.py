"""Makes quants.safetensors: blocks of every GGUF type that heed reads, and the
float32 numbers that the package gguf makes of them.

    python quants.py        # writes quants.safetensors beside itself
"""
import pathlib
import numpy as np
from gguf import GGMLQuantizationType as T, GGML_QUANT_SIZES
from gguf.quants import dequantize
from safetensors.numpy import save_file

# Halves that a scale may be: both zeros, the least and the largest subnormal,
# the least normal, one, the largest, and their negatives. No infinity, no NaN.
EXTREME = [0x0000, 0x8000, 0x0001, 0x8001, 0x03FF, 0x83FF, 0x0400, 0x8400,
           0x3C00, 0xBC00, 0x7BFF, 0xFBFF]

# Where the halves of a block stand.
SCALES = {T.Q4_0: [0], T.Q4_1: [0, 2], T.Q5_0: [0], T.Q5_1: [0, 2], T.Q8_0: [0],
          T.Q4_K: [0, 2], T.Q5_K: [0, 2], T.Q6_K: [208]}

random = np.random.default_rng(20261124)


def halves(n):
    """n halves, any finite ones."""
    any_finite = random.integers(0, 0x7C00, n) | random.integers(0, 2, n) << 15
    return any_finite.astype(np.uint16)


out = {}
for kind, places in SCALES.items():
    numbers, size = GGML_QUANT_SIZES[kind]
    blocks = 48 if numbers == 32 else 24
    data = random.integers(0, 256, (blocks, size), dtype=np.uint8)
    for place, at in enumerate(places):
        scale = halves(blocks)
        scale[:len(EXTREME)] = np.roll(EXTREME, 5 * place)
        data[:, at:at + 2] = scale.view(np.uint8).reshape(blocks, 2)
    out[kind.name] = data.reshape(blocks // 4, 4 * size)  # 4 blocks a row
    out[kind.name + ".floats"] = dequantize(out[kind.name], kind)

every = np.concatenate([EXTREME, halves(500)]).astype(np.uint16)
out["F16"] = every.view(np.uint8)
out["F16.floats"] = dequantize(every.view(np.float16), T.F16)
bits = random.integers(0, 0x10000, 500).astype(np.uint16)
bits = bits[(bits & 0x7F80) != 0x7F80]
out["BF16"] = bits.view(np.uint8)
out["BF16.floats"] = dequantize(bits.view(np.uint8), T.BF16)

for name, floats in out.items():
    assert np.isfinite(floats).all(), name
save_file(out, pathlib.Path(__file__).parent / "quants.safetensors")
