"""Makes tiny.gguf with the package gguf: a value of every type, and tensors.

    python tiny.py          # writes tiny.gguf beside itself
"""
import pathlib

import numpy as np
from gguf import GGMLQuantizationType as T, GGUFValueType as V, GGUFWriter
from gguf.quants import quantize

w = GGUFWriter(pathlib.Path(__file__).parent / "tiny.gguf", "llama")
w.add_custom_alignment(64)
w.add_uint8("n.uint8", 200)
w.add_int8("n.int8", -100)
w.add_uint16("n.uint16", 60000)
w.add_int16("n.int16", -30000)
w.add_uint32("n.uint32", 4000000000)
w.add_int32("n.int32", -2000000000)
w.add_uint64("n.uint64", 2**63)
w.add_int64("n.int64", -2**63)
w.add_float32("n.float32", 1e-5)
w.add_float64("n.float64", 1e-300)
w.add_bool("n.true", True)
w.add_bool("n.false", False)
w.add_string("text", "größe ▁")
w.add_array("texts", ["<unk>", "", "▁the"])
w.add_array("int32s", [1, -2, 3])
w.add_array("float32s", [0.5, -1.25])
w.add_key_value("uint8s", [1, 255], V.ARRAY, V.UINT8)
w.add_key_value("uint64s", [1, 2**64 - 1], V.ARRAY, V.UINT64)

count = np.arange(6, dtype=np.float32)
wide = (np.arange(128, dtype=np.float32) - 64).reshape(2, 64)
w.add_tensor("z.f32", count.reshape(2, 3))
w.add_tensor("f16", count.astype(np.float16))
w.add_tensor("bf16", quantize(count, T.BF16), raw_dtype=T.BF16)
w.add_tensor("i32", np.array([[-1], [7]], dtype=np.int32))
w.add_tensor("q8_0", quantize(wide, T.Q8_0), raw_dtype=T.Q8_0)
w.add_tensor("q2_k", np.zeros((1, 84), dtype=np.uint8), raw_dtype=T.Q2_K)
w.add_tensor("deep", np.arange(24, dtype=np.float32).reshape(4, 3, 2, 1))
w.write_header_to_file()
w.write_kv_data_to_file()
w.write_tensors_to_file()
w.close()
