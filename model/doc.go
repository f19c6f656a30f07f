// Package model runs a transformer over token ids, or an image, and keeps every
// tensor on the way, under the names of the glossary: a config and weights in, a
// [Run] out, and from it the [trace.Trace] of any layer's head.
//
// There is one forward pass (forward.go, layer.go, attention.go). It reads a
// description of the model (describe.go) that its family's file writes, such as
// bert.go or llama.go: every flag of the config that changes the numbers, and
// which tensor is what. [ParseConfig] reads a config.json, [GGUFConfig] a GGUF
// file's metadata. Weights are used as they are stored; nothing is folded,
// centred or rotated.
//
// The package opens no file and knows no text: token ids come from package
// token, pixels from package vision, bytes from package source.
//
// # Names
//
// The tensors of a run, in the order in which they are computed. B counts the
// texts of the batch, G heads of keys and values (H of them, or fewer that
// several heads share); the other letters are package trace's. [Model.Names]
// lists those of a model.
//
//	in.input_ids            [B T]      what the model was given, with
//	in.attention_mask       [B T]      in.token_type_ids, in.position_ids,
//	…                                  in.decoder_input_ids,
//	                                   in.decoder_attention_mask and
//	                                   in.pixel_values [B channels height width],
//	                                   each only if it was given
//	embed                   [B T D]    the residual stream entering layer 0
//	L{i}.resid_in           [B T D]    … entering layer i
//	L{i}.ln1                [B T D]    its norm, which attention reads; where norms come first
//	L{i}.q_pre k_pre v_pre  [B H T K]  x·W + b in heads; k_pre and v_pre [B G T K]
//	L{i}.q_normed k_normed  [B H T K]  their norms, where a family has them
//	L{i}.q k v              [B H T K]  as they enter the dot product, rotated by position
//	L{i}.scores_raw         [B H T T]  q_i · k_j
//	L{i}.scores_scaled      [B H T T]  times the scale, mostly 1/√K
//	L{i}.scores_capped      [B H T T]  c·tanh(scores_scaled/c), in Gemma 2
//	L{i}.pos_bias           [1 H T T]  what is added by distance, in T5 and MPNet
//	L{i}.mask               [B 1 T T]  what is added next; only where a key is hidden
//	L{i}.scores_masked      [B H T T]  the sum
//	L{i}.weights            [B H T T]  softmax of scores_masked
//	L{i}.head_out           [B H T K]  Σ_j w_ij v_j
//	L{i}.attn_proj          [B T D]    all heads · W_O + b
//	L{i}.attn_proj_postnorm [B T D]    its norm, in Gemma 2 and 3
//	L{i}.resid_mid_prenorm  [B T D]    resid_in + attn_proj, where a norm follows the sum
//	L{i}.resid_mid          [B T D]    that norm; or, where norms come first, the sum. None
//	                                   where attention and MLP stand side by side
//	L{i}.ln2                [B T D]    the norm that the MLP reads; where norms come first
//	L{i}.mlp_out            [B T D]    the MLP
//	L{i}.mlp_out_postnorm   [B T D]    its norm, in Gemma 2 and 3
//	L{i}.resid_out_prenorm  [B T D]    resid_mid + mlp_out, where a norm follows the sum
//	L{i}.resid_out          [B T D]    what leaves the layer
//	final_hidden            [B T D]    the last resid_out, after the norm that follows the
//	                                   layers, but for a ViT's
//	pooler                  [B D]      a layer over token 0; where the file has it
//	logits                  [B T V]    next words, masked words, or an image's classes [B N]
//
// An encoder-decoder's names begin with "enc." and "dec."; its decoder has the
// steps of a second attention, to the encoder's output, under L{i}.cross., with
// the norm before it as L{i}.cross.ln and its sum as L{i}.cross.resid_mid.
package model
