#!/usr/bin/env python3
"""Makes small models in Hugging Face's layout, with random weights, and what a correct engine makes of them.

Needs numpy, torch (for bfloat16 alone) and tokenizers. The forward pass is written from the papers in float64 and shares
nothing with any engine; token ids come from the tokenizers library. Run it in this folder; it is deterministic.
"""

import json
import pathlib
import re
import struct

import numpy as np
import torch
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

HERE = pathlib.Path(__file__).parent

CORPUS = [
    "The quick brown fox jumps over the lazy dog. It wasn't the first time, and they'll do it again.",
    "In 2024 the river rose by 12.5 metres; 1,234 houses were under water within 36 hours.",
    "Der Fluss stieg über Nacht, und am Morgen standen die Straßen unter Wasser.",
    "def add(a, b):\n    return a + b\n\nprint(add(1, 2))  # => 3\n",
    "Émile a mangé une crêpe à l'orange, çà et là. 你好，世界！ Привет, мир.",
    "the the the rain in the plain stays mainly in the brain of the train again and again",
] * 4

TEXTS = [
    "", " ", "a", "Hello, world!", "The quick brown fox", "  two  spaces  ", "line\nbreaks\n\n\nand\ttabs \n ",
    "It's we'll THEY'RE i'D 'tis", "12 345 6789 3.14 1,000,000", "Straße über Émile", "你好，世界！", "Привет, мир",
    "emoji 👍🏽 and \u200b zero width", "x" * 40, "    indented code()\n        more", "mixedCASEwords andURLs http://a.b/c?d=e",
    "the rain in the plain", "trailing space ", "\u00a0no-break", "a\u0301 decomposed? no: á composed",
    "<|im_start|>user\nHi<|im_end|>\n", "<s>[INST] Hi [/INST]",
]


def text_list(composed_only):
    return [t for t in TEXTS if not composed_only or "\u0301" not in t]


def write_safetensors(path, tensors):
    header, offset = {"__metadata__": {"format": "pt"}}, 0
    for name, tensor in tensors.items():
        size = tensor.numel() * tensor.element_size()
        kind = {torch.float32: "F32", torch.float16: "F16", torch.bfloat16: "BF16"}[tensor.dtype]
        header[name] = {"dtype": kind, "shape": list(tensor.shape), "data_offsets": [offset, offset + size]}
        offset += size
    encoded = json.dumps(header, separators=(",", ":")).encode()
    encoded += b" " * (-len(encoded) % 8)
    with open(path, "wb") as out:
        out.write(struct.pack("<Q", len(encoded)))
        out.write(encoded)
        for tensor in tensors.values():
            out.write(tensor.contiguous().view(torch.uint8).numpy().tobytes())


def random_weights(config, dtype, seed, biases=(), head_norms=False):
    rng = np.random.default_rng(seed)
    d, ff = config["hidden_size"], config["intermediate_size"]
    heads, kv = config["num_attention_heads"], config["num_key_value_heads"]
    hd = config.get("head_dim") or d // heads
    tensors = {}

    def put(name, *shape, scale=None, around=0.0):
        scale = scale if scale is not None else 1.6 / np.sqrt(shape[-1])
        tensors[name] = torch.from_numpy(around + scale * rng.standard_normal(shape)).to(dtype)

    put("model.embed_tokens.weight", config["vocab_size"], d, scale=1.0)
    for i in range(config["num_hidden_layers"]):
        p = f"model.layers.{i}."
        put(p + "input_layernorm.weight", d, scale=0.2, around=1.0)
        for name, rows, cols in (("q", heads * hd, d), ("k", kv * hd, d), ("v", kv * hd, d), ("o", d, heads * hd)):
            put(p + f"self_attn.{name}_proj.weight", rows, cols)
            if name in biases:
                put(p + f"self_attn.{name}_proj.bias", rows, scale=0.5)
        if head_norms:
            put(p + "self_attn.q_norm.weight", hd, scale=0.3, around=1.5)
            put(p + "self_attn.k_norm.weight", hd, scale=0.3, around=1.5)
        put(p + "post_attention_layernorm.weight", d, scale=0.2, around=1.0)
        put(p + "mlp.gate_proj.weight", ff, d)
        put(p + "mlp.up_proj.weight", ff, d)
        put(p + "mlp.down_proj.weight", d, ff)
    put("model.norm.weight", d, scale=0.2, around=1.0)
    if not config.get("tie_word_embeddings"):
        put("lm_head.weight", config["vocab_size"], d)
    return tensors


def rope_frequencies(config, hd):
    base = config.get("rope_theta", 10000.0)
    f = base ** (-np.arange(0, hd, 2, dtype=np.float64) / hd)
    scaling = config.get("rope_scaling") or {}
    kind = scaling.get("rope_type", scaling.get("type"))
    if kind == "linear":
        return f / scaling["factor"], 1.0
    if kind == "llama3":
        # The service's numbers, whatever the model's.
        factor, low, high, original = 8.0, 1.0, 4.0, 8192
        out = []
        for x in f:
            wave = 2 * np.pi / x
            if wave < original / high:
                out.append(x)
            elif wave > original / low:
                out.append(x / factor)
            else:
                smooth = (original / wave - low) / (high - low)
                out.append((1 - smooth) * x / factor + smooth * x)
        return np.array(out), 1.0
    if kind == "yarn":
        factor, original = scaling["factor"], scaling["original_max_position_embeddings"]

        def pair(turns):
            return hd * np.log(original / (turns * 2 * np.pi)) / (2 * np.log(base))

        low, high = max(0, np.floor(pair(32))), min(hd - 1, np.ceil(pair(1)))
        ramp = np.clip((np.arange(hd // 2) - low) / max(0.001, high - low), 0, 1)
        return f * (1 - ramp) + f / factor * ramp, 0.1 * np.log(factor) + 1
    return f, 1.0


def forward(config, tensors, ids):
    """Logits [tokens, vocabulary] in float64, as Hugging Face lays the weights out: rope rotates i with i + n/2."""
    w = {name: tensor.to(torch.float64).numpy() for name, tensor in tensors.items()}
    d, heads, kv = config["hidden_size"], config["num_attention_heads"], config["num_key_value_heads"]
    hd = config.get("head_dim") or d // heads
    eps = config["rms_norm_eps"]

    def norm(x, weight):
        return x / np.sqrt((x * x).mean(-1, keepdims=True) + eps) * weight

    frequencies, magnitude = rope_frequencies(config, hd)
    angles = np.outer(np.arange(len(ids)), frequencies)
    cos, sin = np.cos(angles) * magnitude, np.sin(angles) * magnitude

    def rope(x):  # [tokens, heads, hd]
        a, b = x[..., : hd // 2], x[..., hd // 2 :]
        c, s = cos[:, None], sin[:, None]
        return np.concatenate([a * c - b * s, b * c + a * s], -1)

    def linear(x, name):
        y = x @ w[name + ".weight"].T
        return y + w[name + ".bias"] if name + ".bias" in w else y

    x = w["model.embed_tokens.weight"][ids]
    n = len(ids)
    mask = np.triu(np.full((n, n), -np.inf), 1)
    for i in range(config["num_hidden_layers"]):
        p = f"model.layers.{i}."
        h = norm(x, w[p + "input_layernorm.weight"])
        q = linear(h, p + "self_attn.q_proj").reshape(n, heads, hd)
        k = linear(h, p + "self_attn.k_proj").reshape(n, kv, hd)
        v = linear(h, p + "self_attn.v_proj").reshape(n, kv, hd)
        if p + "self_attn.q_norm.weight" in w:
            q, k = norm(q, w[p + "self_attn.q_norm.weight"]), norm(k, w[p + "self_attn.k_norm.weight"])
        q, k = rope(q), rope(k)
        out = np.empty((n, heads, hd))
        for head in range(heads):
            group = head // (heads // kv)
            scores = q[:, head] @ k[:, group].T / np.sqrt(hd) + mask
            scores = np.exp(scores - scores.max(-1, keepdims=True))
            out[:, head] = scores / scores.sum(-1, keepdims=True) @ v[:, group]
        x = x + linear(out.reshape(n, heads * hd), p + "self_attn.o_proj")
        h = norm(x, w[p + "post_attention_layernorm.weight"])
        gate = linear(h, p + "mlp.gate_proj")
        x = x + linear(gate / (1 + np.exp(-gate)) * linear(h, p + "mlp.up_proj"), p + "mlp.down_proj")
    x = norm(x, w["model.norm.weight"])
    head = w["model.embed_tokens.weight"] if config.get("tie_word_embeddings") else w["lm_head.weight"]
    return x @ head.T


def greedy(config, tensors, prompt, count):
    ids, margins = list(prompt), []
    for _ in range(count):
        logits = forward(config, tensors, ids)[-1]
        best = np.sort(logits)[-2:]
        margins.append(float(best[1] - best[0]))
        ids.append(int(logits.argmax()))
    return ids[len(prompt) :], margins


LLAMA3_SPLIT = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
QWEN2_SPLIT = LLAMA3_SPLIT.replace(r"\p{N}{1,3}", r"\p{N}")


def byte_level(split, specials, size, normalizer=None, ignore_merges=False, bos=None):
    tokenizer = Tokenizer(models.BPE(ignore_merges=ignore_merges))
    if normalizer:
        tokenizer.normalizer = normalizer
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(split), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.train_from_iterator(
        CORPUS, trainers.BpeTrainer(vocab_size=size, initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()), show_progress=False)
    )
    for text, special in specials:
        added = AddedToken(text, normalized=False, special=special)
        tokenizer.add_special_tokens([added]) if special else tokenizer.add_tokens([added])
    if bos:
        tokenizer.post_processor = processors.Sequence(
            [
                processors.ByteLevel(trim_offsets=False),
                processors.TemplateProcessing(single=f"{bos} $A", special_tokens=[(bos, tokenizer.token_to_id(bos))]),
            ]
        )
    return tokenizer


def sentence_piece(size):
    """A BPE of the kind that conversion of a SentencePiece model gives: bytes as a way out, spaces as U+2581."""
    trained = Tokenizer(models.BPE())
    trained.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    trained.train_from_iterator(
        [line for text in CORPUS for line in text.splitlines()],
        trainers.BpeTrainer(vocab_size=size, max_token_length=10, limit_alphabet=60, show_progress=False),
    )
    learned = json.loads(trained.to_str())["model"]
    vocab = {"<unk>": 0, "<s>": 1, "</s>": 2}
    vocab |= {f"<0x{b:02X}>": 3 + b for b in range(256)}
    merged = {(m if isinstance(m, str) else " ".join(m)).replace(" ", ""): i for i, m in enumerate(learned["merges"])}
    for token in sorted(merged, key=merged.get):
        vocab.setdefault(token, len(vocab))
    for token in learned["vocab"]:
        vocab.setdefault(token, len(vocab))
    # As the conversion does it: every way to make a token is a merge, better tokens first.
    scores = {token: -float(merged[token]) for token in merged}
    pairs = []
    for token in merged:
        for cut in range(1, len(token)):
            left, right = token[:cut], token[cut:]
            if left in vocab and right in vocab:
                pairs.append((left, right))
    pairs.sort(key=lambda pair: -scores[pair[0] + pair[1]])
    tokenizer = Tokenizer(
        models.BPE(vocab=vocab, merges=pairs, unk_token="<unk>", fuse_unk=True, byte_fallback=True)
    )
    tokenizer.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    tokenizer.decoder = decoders.Sequence(
        [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)]
    )
    tokenizer.post_processor = processors.TemplateProcessing(single="<s> $A", special_tokens=[("<s>", 1)])
    tokenizer.add_special_tokens([AddedToken(t, normalized=False, special=True) for t in ("<unk>", "<s>", "</s>")])
    return tokenizer, scores


def piece_file(tokenizer, scores):
    """The tokenizer as a SentencePiece model, written by hand."""

    def varint(value):
        out = b""
        while True:
            value, low = value >> 7, value & 127
            out += bytes([low | (128 if value else 0)])
            if not value:
                return out

    def delimited(number, content):
        return varint(number << 3 | 2) + varint(len(content)) + content

    out = b""
    for token, _ in sorted(tokenizer.get_vocab().items(), key=lambda item: item[1]):
        kind = 2 if token == "<unk>" else 3 if token in ("<s>", "</s>") else 6 if re.fullmatch("<0x..>", token) else 1
        score = scores.get(token, 0.0 if kind != 1 else -1e6)
        piece = delimited(1, token.encode()) + varint(2 << 3 | 5) + struct.pack("<f", score)
        out += delimited(1, piece + (varint(3 << 3 | 0) + varint(kind) if kind != 1 else b""))
    out += delimited(2, varint(3 << 3) + varint(2) + varint(4 << 3) + varint(len(scores)))  # trainer: BPE
    out += delimited(3, delimited(1, b"identity") + varint(3 << 3) + varint(1) + varint(4 << 3) + varint(0))
    return out


def token_cases(tokenizer, texts):
    return [{"text": t, "ids": tokenizer.encode(t).ids} for t in texts]


def save(name, config, tensors, tokenizer, tokenizer_config, generation=None, texts=None, shards=None, tokenizer_file=True, pieces=None):
    folder = HERE / name
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n")
    (folder / "tokenizer_config.json").write_text(json.dumps(tokenizer_config, indent=2) + "\n")
    if generation:
        (folder / "generation_config.json").write_text(json.dumps(generation, indent=2) + "\n")
    if tokenizer_file:
        (folder / "tokenizer.json").write_text(tokenizer.to_str())
    if pieces:
        (folder / "tokenizer.model").write_bytes(pieces)
    if shards:
        names = list(tensors)
        weight_map = {}
        for s in range(shards):
            part = f"model-{s + 1:05d}-of-{shards:05d}.safetensors"
            chosen = names[s::shards]
            write_safetensors(folder / part, {n: tensors[n] for n in chosen})
            weight_map |= {n: part for n in chosen}
        index = {"metadata": {"total_size": sum(t.numel() * t.element_size() for t in tensors.values())}, "weight_map": weight_map}
        (folder / "model.safetensors.index.json").write_text(json.dumps(index, indent=2) + "\n")
    else:
        write_safetensors(folder / "model.safetensors", tensors)
    prompt = tokenizer.encode("The rain in 2024 wasn't the first.").ids
    logits = forward(config, tensors, prompt)
    ids, margins = greedy(config, tensors, prompt, 24)
    expected = {
        "prompt": prompt,
        "logits": [[round(float(x), 6) for x in logits[p]] for p in (0, len(prompt) // 2, len(prompt) - 1)],
        "positions": [0, len(prompt) // 2, len(prompt) - 1],
        "greedy": ids,
        "margins": [round(m, 6) for m in margins],
        "tokens": token_cases(tokenizer, TEXTS if texts is None else texts),
    }
    (folder / "expected.json").write_text(json.dumps(expected, ensure_ascii=False, separators=(",", ":")) + "\n")
    print(name, len(prompt), "smallest margin", min(margins), "largest logit", np.abs(logits).max())


CHATML = (
    "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>\\n' }}"
    "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"
)


def main():
    # Llama 3: whole pieces, rope scaling, untied, bfloat16, in shards.
    t = byte_level(
        LLAMA3_SPLIT, [("<|begin_of_text|>", True), ("<|end_of_text|>", True), ("<|eot_id|>", True)], 500,
        ignore_merges=True, bos="<|begin_of_text|>",
    )
    config = dict(
        architectures=["LlamaForCausalLM"], model_type="llama", hidden_size=64, intermediate_size=96, num_hidden_layers=2,
        num_attention_heads=4, num_key_value_heads=2, rms_norm_eps=1e-5, rope_theta=500000.0, max_position_embeddings=131072,
        vocab_size=t.get_vocab_size(), tie_word_embeddings=False, hidden_act="silu", torch_dtype="bfloat16", attention_bias=False,
        rope_scaling=dict(rope_type="llama3", factor=32.0, low_freq_factor=1.0, high_freq_factor=4.0, original_max_position_embeddings=8192),
        bos_token_id=t.token_to_id("<|begin_of_text|>"), eos_token_id=t.token_to_id("<|end_of_text|>"),
    )
    save(
        "llama3", config, random_weights(config, torch.bfloat16, 1), t,
        dict(bos_token="<|begin_of_text|>", eos_token="<|end_of_text|>", tokenizer_class="PreTrainedTokenizerFast"),
        generation=dict(eos_token_id=[t.token_to_id("<|end_of_text|>"), t.token_to_id("<|eot_id|>")]), shards=3,
    )

    # Llama 2: SentencePiece by tokenizer.model, float16, biases, and a rope that is stretched linearly.
    t, scores = sentence_piece(380)
    config = dict(
        architectures=["LlamaForCausalLM"], model_type="llama", hidden_size=64, intermediate_size=96, num_hidden_layers=2,
        num_attention_heads=4, num_key_value_heads=4, rms_norm_eps=1e-6, max_position_embeddings=4096,
        vocab_size=t.get_vocab_size(), tie_word_embeddings=False, hidden_act="silu", attention_bias=True,
        rope_scaling=dict(type="linear", factor=4.0), bos_token_id=1, eos_token_id=2,
    )
    save(
        "llama2", config, random_weights(config, torch.float16, 2, biases="qkvo"), t,
        dict(bos_token=dict(content="<s>"), eos_token=dict(content="</s>"), unk_token=dict(content="<unk>"), add_bos_token=True,
             add_eos_token=False, chat_template="{% for m in messages %}{{ m['content'] }}{% endfor %}"),
        pieces=piece_file(t, scores), tokenizer_file=False,
    )

    # Mistral: SentencePiece by tokenizer.json alone, heads wider than their share, a window, float32.
    config = dict(
        architectures=["MistralForCausalLM"], model_type="mistral", hidden_size=64, intermediate_size=96, num_hidden_layers=2,
        num_attention_heads=4, num_key_value_heads=2, head_dim=24, rms_norm_eps=1e-5, rope_theta=10000.0,
        max_position_embeddings=32768, sliding_window=4096, vocab_size=t.get_vocab_size(), tie_word_embeddings=False,
        hidden_act="silu", bos_token_id=1, eos_token_id=2,
    )
    save(
        "mistral", config, random_weights(config, torch.float32, 3), t,
        dict(bos_token="<s>", eos_token="</s>", unk_token="<unk>", add_bos_token=True, add_eos_token=False),
    )

    # Qwen 2: biases, tied, rows without a token, an added token that is text, bfloat16.
    t = byte_level(
        QWEN2_SPLIT, [("<|endoftext|>", True), ("<|im_start|>", True), ("<|im_end|>", True), ("<tool_call>", False)], 460,
        normalizer=normalizers.NFC(),
    )
    config = dict(
        architectures=["Qwen2ForCausalLM"], model_type="qwen2", hidden_size=64, intermediate_size=96, num_hidden_layers=2,
        num_attention_heads=4, num_key_value_heads=2, rms_norm_eps=1e-6, rope_theta=1000000.0, max_position_embeddings=32768,
        sliding_window=4096, use_sliding_window=False, vocab_size=t.get_vocab_size() + 12, tie_word_embeddings=True,
        hidden_act="silu", bos_token_id=t.token_to_id("<|endoftext|>"), eos_token_id=t.token_to_id("<|im_end|>"),
    )
    tokenizer_config = dict(
        add_bos_token=False, bos_token=None, eos_token="<|im_end|>", pad_token="<|endoftext|>", chat_template=CHATML,
        tokenizer_class="Qwen2Tokenizer",
    )
    save(
        "qwen2", config, random_weights(config, torch.bfloat16, 4, biases="qkv"), t, tokenizer_config,
        generation=dict(eos_token_id=[t.token_to_id("<|im_end|>"), t.token_to_id("<|endoftext|>")]), texts=text_list(True),
    )

    # Qwen 3: head norms, heads wider than their share, YaRN, float16, tied.
    config = dict(
        architectures=["Qwen3ForCausalLM"], model_type="qwen3", hidden_size=64, intermediate_size=96, num_hidden_layers=2,
        num_attention_heads=4, num_key_value_heads=2, head_dim=32, rms_norm_eps=1e-6, rope_theta=1000000.0,
        max_position_embeddings=131072, use_sliding_window=False, sliding_window=None, vocab_size=t.get_vocab_size(),
        tie_word_embeddings=True, hidden_act="silu", attention_bias=False,
        rope_scaling=dict(rope_type="yarn", factor=4.0, original_max_position_embeddings=32768),
        bos_token_id=t.token_to_id("<|endoftext|>"), eos_token_id=t.token_to_id("<|im_end|>"),
    )
    save(
        "qwen3", config, random_weights(config, torch.float16, 5, head_norms=True), t, tokenizer_config,
        texts=text_list(True),
    )


if __name__ == "__main__":
    main()
