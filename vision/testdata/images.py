"""Makes the images and what PIL and transformers make of them.

    python images.py        # writes *.png, *.jpg, cases.json and pixels.safetensors beside itself
"""
import io
import json
import pathlib
import struct
import zlib

import numpy as np
import simplejpeg
from PIL import Image
from safetensors.numpy import save_file
from transformers.models.beit.image_processing_pil_beit import BeitImageProcessorPil
from transformers.models.bit.image_processing_pil_bit import BitImageProcessorPil
from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil
from transformers.models.deit.image_processing_pil_deit import DeiTImageProcessorPil
from transformers.models.siglip.image_processing_pil_siglip import SiglipImageProcessorPil
from transformers.models.vit.image_processing_pil_vit import ViTImageProcessorPil

here = pathlib.Path(__file__).parent
random = np.random.default_rng(20261124)


def picture(height, width, channels):
    """Waves of every channel's own, with some noise, edges and full range."""
    y, x = np.mgrid[:height, :width].astype(float)
    out = np.empty((height, width, channels))
    for c in range(channels):
        fx, fy, phase = random.uniform(0.1, 0.9, 3)
        out[..., c] = 127.5 + 150 * np.sin(fx * x + fy * y + 6 * phase)
    out += random.normal(0, 12, out.shape)
    out[: height // 4, : width // 3] = random.integers(0, 2, channels) * 255  # hard edges
    return out.clip(0, 255).astype(np.uint8)


def chunk(tag, data):
    return struct.pack(">I", len(data)) + tag + data + struct.pack(">I", zlib.crc32(tag + data))


H, W = 13, 19


def png(name, depth, kind, rows, extra=b""):
    """A PNG of H × W of any kind, by hand; rows are its bytes without filter types."""
    data = b"".join(b"\0" + row.tobytes() for row in rows)
    (here / name).write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", W, H, depth, kind, 0, 0, 0))
                              + extra + chunk(b"IDAT", zlib.compress(data, 9)) + chunk(b"IEND", b""))


rgba = picture(H, W, 4)
rgb = picture(40, 52, 3)
Image.fromarray(rgb).save(here / "rgb.png", optimize=True)
Image.fromarray(rgba).save(here / "rgba.png", optimize=True)
Image.fromarray(rgba[..., 0]).save(here / "gray.png")
Image.fromarray(rgba[..., ::3].copy(), "LA").save(here / "gray-alpha.png")
palette = Image.fromarray(rgba[..., :3]).quantize(11)
palette.save(here / "palette.png")
palette.save(here / "palette-alpha.png", transparency=bytes([0, 99, 255, 200]))
Image.fromarray(rgba[..., 0] > 127).save(here / "gray1.png")
for depth in (2, 4):
    level = rgba[..., 0] >> (8 - depth)
    level = np.pad(level, ((0, 0), (0, -W % (8 // depth)))).reshape(H, -1, 8 // depth)
    packed = (level << np.arange(8 - depth, -1, -depth, dtype=np.uint8)).sum(-1).astype(np.uint8)
    png(f"gray{depth}.png", depth, 0, packed)
wide = random.integers(0, 65536, (H, W, 4)).astype(">u2")
png("rgb16.png", 16, 2, wide[..., :3])
png("rgba16.png", 16, 6, wide)
png("gray-alpha16.png", 16, 4, wide[..., :2])
few = rgba[..., :3] & 0xC0
png("rgb-transparent.png", 8, 2, few, chunk(b"tRNS", struct.pack(">3H", *map(int, few[5, 5]))))
gray = few[..., 0].copy()
png("gray-transparent.png", 8, 0, gray, chunk(b"tRNS", struct.pack(">H", int(gray[5, 5]))))
png("gray16.png", 16, 0, wide[..., 0])  # refused
png("gray1-transparent.png", 1, 0, np.packbits(rgba[..., 0] > 127, axis=1), chunk(b"tRNS", b"\0\1"))  # refused
png("rgb16-transparent.png", 16, 2, wide[..., :3], chunk(b"tRNS", wide[3, 3, :3].tobytes()))  # refused

jpeg = picture(37, 43, 3)
for sub in ("444", "422", "420", "440", "411"):
    (here / f"{sub}.jpg").write_bytes(simplejpeg.encode_jpeg(jpeg, quality=80, colorsubsampling=sub))
for name, size in {"narrow": (9, 3), "thin": (3, 9), "dot": (1, 1), "odd": (17, 16)}.items():
    Image.fromarray(jpeg[: size[0], : size[1]]).save(here / f"{name}.jpg", quality=85, subsampling=2)
Image.fromarray(jpeg).save(here / "progressive.jpg", quality=60, subsampling=2, progressive=True)
Image.fromarray(jpeg[..., 0]).save(here / "gray.jpg", quality=80)
Image.fromarray(jpeg).save(here / "keep-rgb.jpg", quality=50, keep_rgb=True)
Image.fromarray(jpeg[:9, :9]).convert("CMYK").save(here / "cmyk.jpg")  # refused

refused = {"gray16.png", "gray1-transparent.png", "rgb16-transparent.png", "cmyk.jpg"}
out = {}
for path in sorted([*here.glob("*.png"), *here.glob("*.jpg")]):
    if path.name in refused:
        continue
    out[path.name] = np.array(Image.open(path).convert("RGB"))
    same = CLIPImageProcessorPil(do_resize=False, do_center_crop=False, do_rescale=False, do_normalize=False)
    out[path.name + ".white"] = same(Image.open(path))["pixel_values"][0].astype(np.uint8).transpose(1, 2, 0).copy()

# What the processors make of rgb.png, and of some JPEGs.
small = {"height": 12, "width": 17}
cases = {
    "ViT, as it is": (ViTImageProcessorPil, {"size": 16}),
    "ViT, as of old": (ViTImageProcessorPil, {"size": 16, "feature_extractor_type": "ViTFeatureExtractor", "resample": 2, "do_normalize": True,
                                             "do_resize": True, "image_mean": [0.5, 0.5, 0.5], "image_std": [0.5, 0.5, 0.5]}),
    "height first": (ViTImageProcessorPil, {"size": [12, 17]}),
    "DeiT": (DeiTImageProcessorPil, {"size": 20, "crop_size": {"height": 15, "width": 16}}),
    "Beit": (BeitImageProcessorPil, {"size": 16}),
    "Siglip": (SiglipImageProcessorPil, {"size": 16}),
    "CLIP": (CLIPImageProcessorPil, {"size": {"shortest_edge": 16}, "crop_size": 14}),
    "CLIP, as of old": (CLIPImageProcessorPil, {"size": 16, "crop_size": 18}),
    "Bit": (BitImageProcessorPil, {"size": {"shortest_edge": 19}, "crop_size": {"height": 20, "width": 17}}),
    "not resized": (ViTImageProcessorPil, {"do_resize": False, "do_center_crop": True, "crop_size": {"height": 10, "width": 11}}),
    "not rescaled": (ViTImageProcessorPil, {"size": small, "do_rescale": False, "image_mean": 120.5, "image_std": [60, 61, 62]}),
    "not normalised": (ViTImageProcessorPil, {"size": small, "do_normalize": False, "rescale_factor": 0.00784313725490196}),
    "nothing done": (ViTImageProcessorPil, {"size": small, "do_normalize": False, "do_rescale": False}),
    "one axis": (ViTImageProcessorPil, {"size": {"height": 40, "width": 9}}),
    "the other axis": (ViTImageProcessorPil, {"size": {"height": 9, "width": 52}}),
}
for filter, number in {"nearest": 0, "Lanczos": 1, "bilinear": 2, "bicubic": 3}.items():
    for way, size in {"down": (11, 23), "up": (53, 67), "a little": (39, 51), "to a dot": (1, 1)}.items():
        cases[f"{filter} {way}"] = (ViTImageProcessorPil, {"size": {"height": size[0], "width": size[1]}, "resample": number, "do_normalize": False,
                                                         "do_rescale": False})
for image in ("420.jpg", "440.jpg", "progressive.jpg"):
    cases[image] = (ViTImageProcessorPil, {"size": 16, "do_normalize": False, "do_rescale": False})
listed = []
for name, (kind, config) in cases.items():
    image = name if name.endswith(".jpg") else "rgb.png"
    out["case " + name] = kind(**config)(Image.open(here / image))["pixel_values"][0]
    if "feature_extractor_type" not in config:
        config = config | {"image_processor_type": kind.__name__.removesuffix("Pil")}
    listed.append({"name": name, "image": image, "config": config})
save_file({k: np.ascontiguousarray(v) for k, v in out.items()}, here / "pixels.safetensors")
(here / "cases.json").write_text("[\n" + ",\n".join(json.dumps(c) for c in listed) + "\n]\n")
