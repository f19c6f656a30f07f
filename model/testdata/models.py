"""The tiny models that make.py makes: what each has that no other golden has."""

D, H, F, V, LAYERS = 32, 4, 40, 48, 2  # width, heads, MLP width, vocabulary, layers


def names(d, h, f, layers, **more):
    return dict(
        hidden_size=d,
        num_attention_heads=h,
        intermediate_size=f,
        num_hidden_layers=layers,
        vocab_size=V,
        max_position_embeddings=64,
        **more,
    )


usual = names(24, 3, F, LAYERS)
grouped = dict(names(D, H, F, LAYERS), num_key_value_heads=2)
free = dict(names(24, H, F, LAYERS), num_key_value_heads=2, head_dim=8)  # heads wider than width / heads
old_rope = ["rope_parameters", "layer_types", "dtype"]  # what transformers 4 does not write

# name: class, its config, and how these files differ from the usual
MODELS = {
    # parallel block, biases, half of each head rotated
    "phi-a": ("Phi", dict(usual, pad_token_id=0)),
    # LayerNorm of q and k; grouped heads; a quarter rotated; the config as transformers 4 spells it
    "phi-qknorm": (
        "Phi",
        dict(
            grouped,
            qk_layernorm=True,
            pad_token_id=0,
            rope_parameters=dict(rope_type="default", rope_theta=5000.0, partial_rotary_factor=0.25),
        ),
        dict(drop=old_rope, put=dict(rope_theta=5000.0, partial_rotary_factor=0.25, rope_scaling=None)),
    ),
    # global, local, global; a window of 4 to each side; no bias at all but the decoder's
    "modernbert-a": (
        "ModernBert",
        dict(
            usual,
            num_hidden_layers=3,
            layer_types=["full_attention", "sliding_attention", "full_attention"],
            local_attention=8,
            pad_token_id=0,
            bos_token_id=1,
            eos_token_id=2,
            cls_token_id=1,
            sep_token_id=2,
        ),
    ),
    # every bias there is; another activation; the config as transformers 4 spells it
    "modernbert-bias": (
        "ModernBert",
        dict(
            usual,
            num_hidden_layers=3,
            layer_types=["full_attention", "sliding_attention", "full_attention"],
            local_attention=6,
            attention_bias=True,
            mlp_bias=True,
            norm_bias=True,
            classifier_bias=True,
            classifier_activation="relu",
            pad_token_id=0,
            bos_token_id=1,
            eos_token_id=2,
            cls_token_id=1,
            sep_token_id=2,
            rope_parameters=dict(
                full_attention=dict(rope_type="default", rope_theta=80000.0),
                sliding_attention=dict(rope_type="default", rope_theta=1000.0),
            ),
        ),
        dict(drop=old_rope, put=dict(global_attn_every_n_layers=2, global_rope_theta=80000.0, local_rope_theta=1000.0)),
    ),
    # one key and value head for all; heads wider than width / heads
    "gemma-a": ("Gemma", dict(usual, head_dim=12, num_key_value_heads=1)),
    # windows in every other layer, soft caps of scores and logits
    "gemma2-caps": (
        "Gemma2",
        dict(
            free,
            num_hidden_layers=3,
            query_pre_attn_scalar=8,
            sliding_window=4,
            attn_logit_softcapping=3.0,
            final_logit_softcapping=4.0,
        ),
    ),
    # q and k norm, two rotary bases, windows in two of three layers, its own scaling of scores
    "gemma3-a": (
        "Gemma3",
        dict(
            free,
            num_hidden_layers=3,
            query_pre_attn_scalar=24,
            sliding_window=6,
            layer_types=["sliding_attention", "full_attention", "sliding_attention"],
        ),
    ),
    # linear scaling of the global base, a soft cap; the config as transformers 4 spells it
    "gemma3-old": (
        "Gemma3",
        dict(
            free,
            num_hidden_layers=3,
            query_pre_attn_scalar=8,
            sliding_window=4,
            final_logit_softcapping=4.0,
            layer_types=["sliding_attention", "full_attention", "sliding_attention"],
            rope_parameters=dict(
                full_attention=dict(rope_type="linear", factor=8.0, rope_theta=50000.0),
                sliding_attention=dict(rope_type="default", rope_theta=500.0),
            ),
        ),
        dict(
            drop=old_rope,
            put=dict(
                rope_theta=50000.0,
                rope_local_base_freq=500.0,
                sliding_window_pattern=2,
                rope_scaling=dict(rope_type="linear", factor=8.0),
            ),
        ),
    ),
    # the kinds of rotary scaling
    "llama-llama3": (
        "Llama",
        dict(
            free,
            rope_parameters=dict(
                rope_type="llama3",
                rope_theta=100.0,
                factor=8.0,
                low_freq_factor=1.0,
                high_freq_factor=4.0,
                original_max_position_embeddings=24,
            ),
        ),
    ),
    "llama-linear": (
        "Llama",
        dict(free, rope_parameters=dict(rope_type="linear", rope_theta=10000.0, factor=4.0)),
        dict(drop=old_rope, put=dict(rope_theta=10000.0, rope_scaling=dict(type="linear", factor=4.0))),
    ),
    # short stays within 12 positions, long does not, and so has other frequencies
    "llama-dynamic": (
        "Llama",
        dict(
            free | dict(max_position_embeddings=12),
            rope_parameters=dict(rope_type="dynamic", rope_theta=10000.0, factor=2.0),
        ),
    ),
    "llama-yarn": (
        "Llama",
        dict(
            free,
            rope_parameters=dict(
                rope_type="yarn",
                rope_theta=1000.0,
                factor=4.0,
                beta_fast=4.0,
                beta_slow=1.0,
                original_max_position_embeddings=16,
            ),
        ),
        dict(
            drop=old_rope,
            put=dict(
                rope_theta=1000.0,
                rope_scaling=dict(
                    rope_type="yarn", factor=4.0, beta_fast=4.0, beta_slow=1.0, original_max_position_embeddings=16
                ),
            ),
        ),
    ),
    "llama-longrope": (
        "Llama",
        dict(
            free,
            rope_parameters=dict(
                rope_type="longrope",
                rope_theta=10000.0,
                factor=4.0,
                original_max_position_embeddings=12,
                short_factor=[1.0, 1.1, 1.25, 1.5],
                long_factor=[1.0, 2.0, 3.5, 4.0],
            ),
        ),
    ),
    # biases everywhere, tied embeddings, another activation
    "llama-bias": (
        "Llama",
        dict(free, attention_bias=True, mlp_bias=True, tie_word_embeddings=True, hidden_act="gelu"),
    ),
    # three query heads a key head, tied: SmolLM2's shape, its config as transformers 4 spells it
    "smollm-a": (
        "Llama",
        dict(
            names(36, 9, F, LAYERS),
            num_key_value_heads=3,
            head_dim=4,
            tie_word_embeddings=True,
            rms_norm_eps=1e-5,
            rope_parameters=dict(rope_type="default", rope_theta=100000.0),
        ),
        dict(drop=old_rope + ["head_dim"], put=dict(rope_theta=100000.0, rope_scaling=None, rope_interleaved=False)),
    ),
    # gated MLP; logits unscaled, and from weights of their own
    "t5-gated": (
        "T5",
        dict(
            vocab_size=V,
            d_model=24,
            d_kv=10,
            d_ff=32,
            num_layers=LAYERS,
            num_decoder_layers=LAYERS,
            num_heads=3,
            feed_forward_proj="gated-gelu",
            relative_attention_num_buckets=8,
            relative_attention_max_distance=16,
            decoder_start_token_id=0,
            tie_word_embeddings=False,
        ),
        dict(
            drop=["dtype", "scale_decoder_outputs", "dense_act_fn", "is_gated_act"], put=dict(tie_word_embeddings=False)
        ),
    ),
    # an encoder alone, ReLU
    "t5-encoder": (
        "T5Encoder",
        dict(
            vocab_size=V,
            d_model=24,
            d_kv=8,
            d_ff=F,
            num_layers=LAYERS,
            num_heads=3,
            feed_forward_proj="relu",
            relative_attention_num_buckets=12,
            relative_attention_max_distance=16,
        ),
    ),
    "mpnet-a": ("MPNet", usual | dict(hidden_size=32, num_attention_heads=2, max_position_embeddings=66)),
    # attention, then MLP; no attention bias; rotary_pct, as transformers 4 spells it; tied
    "gpt_neox-sequential": (
        "GPTNeoX",
        dict(
            usual,
            use_parallel_residual=False,
            attention_bias=False,
            tie_word_embeddings=True,
            hidden_act="gelu_new",
            pad_token_id=0,
            rope_parameters=dict(rope_type="default", rope_theta=2000.0, partial_rotary_factor=0.5),
        ),
        dict(drop=old_rope, put=dict(rotary_pct=0.5, rotary_emb_base=2000, rope_scaling=None)),
    ),
    # scores divided by the layer's number too, an MLP width of its own, the exact gelu
    # nothing special: as GGUF can say it
    "gpt2-plain": (
        "GPT2LMHead",
        dict(
            vocab_size=V, n_embd=24, n_head=3, n_layer=LAYERS, n_positions=64, bos_token_id=0, eos_token_id=0
        ),
    ),
    "gpt2-inverse": (
        "GPT2LMHead",
        dict(
            vocab_size=V,
            n_embd=24,
            n_head=3,
            n_layer=3,
            n_positions=64,
            n_inner=40,
            activation_function="gelu",
            scale_attn_by_inverse_layer_idx=True,
            bos_token_id=0,
            eos_token_id=0,
        ),
    ),
    # scores not scaled at all, ReLU, a head of its own
    "gpt2-unscaled": (
        "GPT2LMHead",
        dict(
            vocab_size=V,
            n_embd=24,
            n_head=3,
            n_layer=LAYERS,
            n_positions=64,
            activation_function="relu",
            scale_attn_weights=False,
            tie_word_embeddings=False,
            bos_token_id=0,
            eos_token_id=0,
        ),
    ),
    # norms after the sums, embeddings narrower than the stream: OPT-350m's flags
    "opt-350m": (
        "OPT",
        dict(
            usual_opt := dict(
                vocab_size=V,
                hidden_size=24,
                num_attention_heads=3,
                ffn_dim=F,
                num_hidden_layers=LAYERS,
                max_position_embeddings=64,
                bos_token_id=2,
            ),
            do_layer_norm_before=False,
            word_embed_proj_dim=16,
        ),
    ),
    # no bias, norms without scale and shift, gelu
    "opt-plain": (
        "OPT",
        dict(usual_opt, enable_bias=False, layer_norm_elementwise_affine=False, activation_function="gelu"),
    ),
    # a window from the second layer on
    "qwen2-window": (
        "Qwen2",
        dict(
            usual | dict(num_hidden_layers=3),
            num_key_value_heads=1,
            use_sliding_window=True,
            sliding_window=5,
            max_window_layers=1,
        ),
        dict(drop=old_rope, put=dict(rope_theta=10000.0, rope_scaling=None)),
    ),
    "qwen3-bias": ("Qwen3", dict(free, attention_bias=True, tie_word_embeddings=False)),
    "mistral-global": ("Mistral", dict(free, sliding_window=None), dict(drop=old_rope, put=dict(rope_theta=10000.0))),
    "xlm-roberta-a": ("XLMRoberta", usual | dict(type_vocab_size=1, max_position_embeddings=66)),
    # positions follow from the ids: long has a pad id in its midst, and a mask of ones
    "roberta-hole": ("Roberta", usual | dict(type_vocab_size=1, max_position_embeddings=66), dict(hole=True)),
    # embeddings as wide as the stream: no projection
    "electra-wide": ("Electra", dict(usual, embedding_size=24)),
    "distilbert-sinusoidal": (
        "DistilBert",
        dict(
            vocab_size=V,
            dim=24,
            n_heads=3,
            hidden_dim=F,
            n_layers=LAYERS,
            max_position_embeddings=64,
            sinusoidal_pos_embds=True,
        ),
    ),
    # two groups of two layers: four steps from two times two sets of weights
    "albert-groups": ("Albert", dict(usual, embedding_size=16, num_hidden_groups=2, inner_group_num=2)),
    "bert-relu": ("BertPooled", dict(usual, hidden_act="relu", layer_norm_eps=1e-5)),
    "bert-gelu_new": ("Bert", dict(usual, hidden_act="gelu_new", tie_word_embeddings=False)),
    "vit-pooled": (
        "ViT",
        dict(
            hidden_size=24,
            num_attention_heads=3,
            intermediate_size=F,
            num_hidden_layers=LAYERS,
            image_size=12,
            patch_size=4,
            num_channels=3,
            qkv_bias=False,
            hidden_act="gelu_new",
            pooler_output_size=20,
        ),
    ),
}

CLASSES = {  # where they are not NAMEForCausalLM or NAMEForMaskedLM
    "GPT2LMHead": "GPT2LMHeadModel",
    "T5Encoder": "T5EncoderModel",
    "T5": "T5ForConditionalGeneration",
    "BertPooled": "BertModel",
    "ViT": "ViTModel",
    "Electra": "ElectraModel",
}
MASKED = "ModernBert MPNet XLMRoberta Roberta DistilBert Albert Bert".split()
ENCODERS = MASKED + "BertPooled T5 T5Encoder Electra ViT".split()


def class_name(kind):
    return CLASSES.get(kind, kind + ("ForMaskedLM" if kind in MASKED else "ForCausalLM"))
