// Package model runs a transformer over token ids and keeps every tensor on
// the way, under the names of the glossary: config.json and a safetensors
// file in, a [Run] out, and from it the [trace.Trace] of any layer's head.
//
// There is one forward pass (forward.go). It reads a description of the model
// that its family's file writes (bert.go): which tensor is what, and every
// flag of the config that changes the numbers. Weights are used as they are
// stored; nothing is folded, centred or rotated.
//
// The package opens no file and knows no text: token ids come from package
// token, bytes from package source.
//
// # Names
//
// The tensors of a run, in the order in which they are computed. B counts the
// texts of the batch; the other letters are package trace's.
//
//	in.input_ids            [B T]      what the model was given, with
//	in.attention_mask       [B T]      in.token_type_ids and in.position_ids,
//	…                                  each only if it was given
//	embed                   [B T D]    the residual stream entering layer 0
//	L{i}.resid_in           [B T D]    … entering layer i
//	L{i}.q_pre k_pre v_pre  [B H T K]  x·W + b in heads, before any rotation
//	L{i}.q k v              [B H T K]  as they enter the dot product
//	L{i}.scores_raw         [B H T T]  q_i · k_j
//	L{i}.scores_scaled      [B H T T]  scores_raw / √K
//	L{i}.mask               [B 1 T T]  what is added next; only where a text is padded
//	L{i}.scores_masked      [B H T T]  scores_scaled + mask
//	L{i}.weights            [B H T T]  softmax of scores_masked
//	L{i}.head_out           [B H T K]  Σ_j w_ij v_j
//	L{i}.attn_proj          [B T D]    all heads · W_O + b
//	L{i}.resid_mid_prenorm  [B T D]    resid_in + attn_proj
//	L{i}.resid_mid          [B T D]    its LayerNorm
//	L{i}.mlp_out            [B T D]    the MLP of resid_mid
//	L{i}.resid_out_prenorm  [B T D]    resid_mid + mlp_out
//	L{i}.resid_out          [B T D]    its LayerNorm
//	final_hidden            [B T D]    the last resid_out
//	pooler                  [B D]      tanh of a layer over token 0; where the file has it
//	logits                  [B T V]    of the masked-word head; where the file has it
package model
