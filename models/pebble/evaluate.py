"""Accuracy on held-out prompts, per task family, from the GGUF file with greedy decoding."""

from __future__ import annotations

import argparse
import json
import math
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import torch

from .export import read_back
from .generator.compose import FAMILIES, evaluation_task, prompt_text
from .generator.draw import Draw, Task


def wilson(successes: int, total: int) -> tuple[float, float]:
    """The Wilson score interval at 95 %."""
    if total == 0:
        return 0.0, 1.0
    z, share = 1.959964, successes / total
    centre = share + z * z / (2 * total)
    spread = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    return (centre - spread) / (1 + z * z / total), (centre + spread) / (1 + z * z / total)


def _contains(output: str, word: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", output, re.IGNORECASE) is not None or (
        len(word) > 5 and word.lower() in output.lower()
    )


def _prose(task: Task, output: str) -> bool:
    """Whole sentences that are on the subject, end properly and do not repeat themselves."""
    sentences = [part for part in re.split(r"(?<=[.!?])\s+", output.strip()) if part]
    on_subject = not task.accepted or any(_contains(output, word) or word in output.lower() for word in task.accepted)
    return bool(sentences) and output.rstrip()[-1:] in '.!?"' and on_subject and len(set(sentences)) == len(sentences)


def _list(task: Task, output: str, size: int) -> bool:
    """The right number of different members of the group, in the layout of the expected answer."""
    separator = "\n" if "\n" in task.answer else ", "
    items = [re.sub(r"^(- |\d+\. )", "", item) for item in output.strip().split(separator)]
    marked = [bool(re.match(r"- ", item)) for item in output.strip().split("\n")] == [
        bool(re.match(r"- ", item)) for item in task.answer.split("\n")
    ]
    return marked and len(items) == size == len(set(items)) and all(item in task.accepted for item in items)


def _json(expected: str, output: str) -> bool:
    try:
        return json.loads(output) == json.loads(expected)
    except json.JSONDecodeError:
        # A few tasks of the family ask for one field as plain text.
        return output.strip() == expected


def correct(task: Task, output: str) -> bool:
    if task.check == "exact":
        return output.strip() == task.answer.strip()
    if task.check == "json":
        return output.strip() == task.answer if not task.answer[0] in "{[" else _json(task.answer, output)
    if task.check == "prose":
        return _prose(task, output)
    if task.check.startswith("list:"):
        return _list(task, output, int(task.check.split(":")[1]))
    return any(_contains(output, word) for word in task.accepted)


def loops(output: str) -> bool:
    """Whether the output ends in some phrase of two words or more, three times in a row, that the task did not ask for."""
    words = output.split()
    return any(words[-size:] == words[-2 * size : -size] == words[-3 * size : -2 * size] for size in range(2, len(words) // 3 + 1))


def evaluate(path: Path, count: int, seed: str, limit: int, report: Callable[[str], None], failures: Path | None = None) -> None:
    model, tokenizer = read_back(path)
    stops = {tokenizer.end_of_text, tokenizer.turn_end}
    totals: Counter[str] = Counter()
    lines: list[dict[str, object]] = []
    report("| family | n | correct | 95 % interval | new values | new phrasing | stopped | loops |")
    report("|---|---:|---:|---|---:|---:|---:|---:|")
    for family in FAMILIES:
        tasks = [evaluation_task(Draw((seed, family, index)), family) for index in range(count)]
        prompts = [tokenizer.encode_chat(prompt_text(task)) for task in tasks]
        outputs: list[list[int]] = []
        for start in range(0, count, 50):
            outputs += model.generate(prompts[start : start + 50], limit, stops)
        tally: Counter[str] = Counter()
        for task, ids in zip(tasks, outputs):
            stopped = ids[-1] in stops
            text = tokenizer.decode(ids[:-1] if stopped else ids)
            good = stopped and correct(task, text)
            side = "phrasing" if task.phrased_anew else "values"
            tally.update(
                {"n": 1, "good": good, "stopped": stopped, "loops": loops(text) and not loops(task.answer), side: 1, f"good {side}": good}
            )
            lines.append({"family": family, "good": good, "prompt": prompt_text(task), "expected": task.answer, "output": text})
        totals += tally
        report(_row(family, tally))
    report(_row("all", totals))
    if failures:
        failures.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")


def _row(name: str, tally: Counter[str]) -> str:
    n = tally["n"]
    low, high = wilson(tally["good"], n)

    def share(part: str, whole: str) -> str:
        return f"{100 * tally[part] / tally[whole]:.0f} %" if tally[whole] else "–"

    return (
        f"| {name} | {n} | {100 * tally['good'] / n:.1f} % | {100 * low:.1f}–{100 * high:.1f} | {share('good values', 'values')} | "
        f"{share('good phrasing', 'phrasing')} | {100 * tally['stopped'] / n:.1f} % | {100 * tally['loops'] / n:.1f} % |"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=Path("src/main/resources/dev/outcrop/models/pebble.gguf"))
    parser.add_argument("--count", type=int, default=200, help="prompts per family")
    parser.add_argument("--seed", default="evaluation")
    parser.add_argument("--limit", type=int, default=160, help="tokens per answer")
    parser.add_argument("--outputs", type=Path, help="where to write every prompt and output")
    options = parser.parse_args()
    torch.set_num_threads(1)
    evaluate(options.model, options.count, options.seed, options.limit, lambda line: print(line, flush=True), options.outputs)


if __name__ == "__main__":
    main()
