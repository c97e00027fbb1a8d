"""Training: Muon and AdamW, a trapezoidal learning rate on the clock or on a step count, batches of similar lengths."""

from __future__ import annotations

import argparse
import re
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

from .chat import GENERATION_PROMPT
from .generator.compose import training_segments
from .generator.draw import Draw
from .model import Pebble, Shape
from .optimizer import Muon
from .planting import plant
from .tokenizer import SPECIALS, TURN_END, TURN_START, Tokenizer, train as train_tokenizer

IGNORED = -100
# The run opens with rows of random tokens, each row twice, on which the planted heads tune themselves. One document in eight goes
# on as a row, because the skill is lost within minutes otherwise, and with it every task that repeats a part of its question.
COPYING = 2_048
REHEARSAL = 8
# The next documents are learned whole, questions too, so that the words find their embeddings.
WHOLE = 4_096


def learn_tokenizer(seed: int, vocabulary: int, documents: int = 60_000) -> Tokenizer:
    """Merges are learned between the special tokens, never across them."""
    special = re.compile("|".join(map(re.escape, SPECIALS)))
    documents_of_text = (
        "".join(segment.text for segment in training_segments(Draw((seed, "tokenizer", index)))) for index in range(documents)
    )
    return train_tokenizer((part for text in documents_of_text for part in special.split(text)), vocabulary)


def _copying(tokenizer: Tokenizer, draw: Draw) -> tuple[list[int], list[int]]:
    """A row of random tokens twice, as plain text or as a request and its answer; only the second time is learned."""
    row = [draw.between(len(SPECIALS), len(tokenizer.tokens) - 1) for _ in range(draw.between(4, 28))]
    before: list[int] = []
    between: list[int] = []
    if draw.chance(0.6):
        request = draw.pick(("Repeat: ", "Say: ", "Copy this: ", "Repeat this text: ", ""))
        before = tokenizer.encode_chat(f"{TURN_START}user\n{request}")
        between = tokenizer.encode_chat(f"{TURN_END}\n{GENERATION_PROMPT}")
    ids = before + row + between + row + [tokenizer.turn_end if before else tokenizer.end_of_text]
    asked = len(before) + len(row) + len(between)
    return ids[:-1], ([IGNORED] * asked + ids[asked:])[1:]


def encode(tokenizer: Tokenizer, seed: int, number: int, context: int) -> tuple[list[int], list[int]]:
    """Inputs and, one step ahead, the targets of document ``number``; what is not learned is marked as ignored."""
    draw = Draw((seed, "train", number))
    if number < COPYING or number % REHEARSAL == 0:
        return _copying(tokenizer, draw)
    ids: list[int] = []
    targets: list[int] = []
    for segment in training_segments(draw):
        part = tokenizer.encode_chat(segment.text)
        ids += part
        targets += part if segment.learned or number < COPYING + WHOLE else [IGNORED] * len(part)
    return ids[:-1][:context], targets[1:][:context]


def micro_batches(tokenizer: Tokenizer, seed: int, context: int, tokens: int, pool: int = 2048) -> Iterator[tuple[Tensor, Tensor]]:
    """Endless batches of about ``tokens`` tokens. Inside a pool, documents of similar length go together, so padding stays rare."""
    index = 0
    shuffle = torch.Generator().manual_seed(seed)
    while True:
        documents = sorted(
            (encode(tokenizer, seed, number, context) for number in range(index, index + pool)), key=lambda pair: len(pair[0])
        )
        index += pool
        groups: list[list[tuple[list[int], list[int]]]] = [[]]
        for document in documents:
            if len(document[0]) * (len(groups[-1]) + 1) > tokens and groups[-1]:
                groups.append([])
            groups[-1].append(document)
        for at in torch.randperm(len(groups), generator=shuffle).tolist():
            longest = max(len(ids) for ids, _ in groups[at])
            yield (
                torch.tensor([ids + [0] * (longest - len(ids)) for ids, _ in groups[at]]),
                torch.tensor([targets + [IGNORED] * (longest - len(targets)) for _, targets in groups[at]]),
            )


def rate(progress: float, decay: float = 0.45) -> float:
    """Warm-up over the first 1 %, flat, then linear to zero over the last ``decay`` part."""
    return min(1.0, progress / 0.01, (1 - progress) / decay)


def loss_sum(model: Pebble, ids: Tensor, targets: Tensor) -> Tensor:
    """The summed loss over the learned tokens; the others never reach the vocabulary matrix."""
    learned = targets != IGNORED
    return F.cross_entropy(model.logits(model.hidden(ids)[learned]).float(), targets[learned], reduction="sum")


def train(
    folder: Path, minutes: float, scale: float, seed: int, steps: int | None, batch: int, muon_rate: float, embedding_rate: float
) -> None:
    """Trains into ``folder``: ``tokenizer.json`` and, every two minutes and at the end, ``model.pt``."""
    torch.manual_seed(seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    folder.mkdir(parents=True, exist_ok=True)
    vocabulary_file = folder / "tokenizer.json"
    if not vocabulary_file.exists():
        learn_tokenizer(seed, Shape().vocabulary).save(vocabulary_file)
    tokenizer = Tokenizer.load(vocabulary_file)
    model = Pebble(Shape.of_scale(scale))
    plant(model)
    model = model.to(device)
    run = torch.compile(loss_sum, dynamic=True) if device == "cuda" else loss_sum
    matrices = [parameter for parameter in model.blk.parameters() if parameter.dim() == 2]
    norms = [parameter for parameter in model.blk.parameters() if parameter.dim() == 1]
    others = [
        {"params": [model.token_embd.weight], "lr": embedding_rate},
        {"params": norms, "lr": 0.003},
        {"params": [model.output_norm], "lr": 0.0005},
    ]
    optimizers = (Muon(matrices, lr=muon_rate, weight_decay=0.1), torch.optim.AdamW(others, betas=(0.9, 0.97), weight_decay=0.0))
    base_rates = [[param_group["lr"] for param_group in optimizer.param_groups] for optimizer in optimizers]
    batches = micro_batches(tokenizer, seed, model.shape.context, min(batch, 2048 if device == "cpu" else 32768))
    size = sum(parameter.numel() for parameter in model.parameters())
    print(f"{size / 1e6:.2f} M parameters, {model.shape}, {device}", flush=True)
    began = saved = reported = time.monotonic()
    step = tokens = 0
    recent: list[float] = []
    while True:
        progress = step / steps if steps else (time.monotonic() - began) / (60 * minutes)
        if progress >= 1:
            break
        group: list[tuple[Tensor, Tensor]] = []
        while sum(ids.numel() for ids, _ in group) < 0.9 * batch:
            group.append(next(batches))
        learned = sum(int((targets != IGNORED).sum()) for _, targets in group)
        total = 0.0
        for ids, targets in group:
            with torch.autocast(device, dtype=torch.bfloat16):
                loss = run(model, ids.to(device), targets.to(device)) / learned
            loss.backward()
            total += loss.item()
        for optimizer, bases in zip(optimizers, base_rates):
            for param_group, base in zip(optimizer.param_groups, bases):
                param_group["lr"] = base * rate(progress)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
        step += 1
        tokens += sum(ids.numel() for ids, _ in group)
        recent.append(total)
        now = time.monotonic()
        if now - reported > 30:
            print(
                f"{(now - began) / 60:6.1f} min  step {step}  {tokens / 1e6:.2f} M tokens  {tokens / (now - began):.0f} tokens/s  loss {sum(recent) / len(recent):.4f}",
                flush=True,
            )
            reported, recent = now, []
        if now - saved > 120:
            save(folder, model, step, tokens)
            saved = now
    save(folder, model, step, tokens)
    print(f"done: {step} steps, {tokens / 1e6:.2f} M tokens, {(time.monotonic() - began) / 60:.1f} min", flush=True)


def save(folder: Path, model: Pebble, step: int, tokens: int) -> None:
    """Writes beside the old file first, so that an interrupted write leaves a whole checkpoint."""
    partial = folder / "model.partial"
    torch.save({"shape": asdict(model.shape), "state": model.state_dict(), "step": step, "tokens": tokens}, partial)
    partial.replace(folder / "model.pt")


def load(folder: Path) -> Pebble:
    saved = torch.load(folder / "model.pt", map_location="cpu", weights_only=True)
    model = Pebble(Shape(**saved["shape"]))
    model.load_state_dict(saved["state"])
    return model.eval()


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--folder", type=Path, default=Path("target/pebble"), help="where checkpoints go")
    parser.add_argument("--minutes", type=float, default=75, help="length of the run; the learning rate follows the clock")
    parser.add_argument("--steps", type=int, help="length in steps instead, for runs that must repeat exactly")
    parser.add_argument("--scale", type=float, default=1, help="size relative to the published model")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--batch", type=int, default=2048, help="tokens per step")
    parser.add_argument("--muon-rate", type=float, default=0.006)
    parser.add_argument("--embedding-rate", type=float, default=0.05)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    arguments(parser)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    train(
        options.folder,
        options.minutes,
        options.scale,
        options.seed,
        options.steps,
        options.batch,
        options.muon_rate,
        options.embedding_rate,
    )


if __name__ == "__main__":
    main()
