"""The whole recipe in one command: tokenizer, training, export and evaluation."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

from . import train

# Large buffers stay mapped between steps. By default glibc returns each of them to the kernel, which costs a fifth of the speed.
_KEEP_MEMORY = {"MALLOC_MMAP_THRESHOLD_": "4000000000", "MALLOC_TRIM_THRESHOLD_": "8000000000", "MALLOC_TOP_PAD_": "500000000"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    train.arguments(parser)
    parser.add_argument("--output", type=Path, default=Path("src/main/resources/dev/outcrop/models/pebble.gguf"))
    parser.add_argument("--golden", type=Path, default=Path("src/test/resources/pebble-golden.json"))
    options = vars(parser.parse_args())
    places = {name: options.pop(name) for name in ("output", "golden")}
    training = [part for name, value in options.items() if value is not None for part in (f"--{name.replace('_', '-')}", str(value))]
    exporting = ["--folder", str(options["folder"]), *(part for name, value in places.items() for part in (f"--{name}", str(value)))]
    for module, arguments in (("train", training), ("export", exporting), ("evaluate", ["--model", str(places["output"])])):
        subprocess.run([sys.executable, "-m", f"pebble.{module}", *arguments], env={**os.environ, **_KEEP_MEMORY}, check=True)


if __name__ == "__main__":
    main()
