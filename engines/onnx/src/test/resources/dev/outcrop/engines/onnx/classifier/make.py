"""Makes the sequence classifier that tests run: bags of words with weights set by hand, in the inputs and outputs of a
BERT classifier. Writes `model.onnx`, `vocab.txt` and `config.json` beside itself. Needs the packages onnx and numpy.

    python make.py

logits = sum over tokens of row[token] * mask, where the rows of unlisted tokens are zero:

    label     logit from
    calm      [CLS] 1
    angry     "grr" 4
    spam      "buy" 4, "##er" 2

`broken` gives logits that are no numbers. Weights are set by hand, no text of anybody is behind them.
"""

import json
import pathlib

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

HERE = pathlib.Path(__file__).parent
LABELS = ["calm", "angry", "spam"]
PIECES = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "hello", "grr", "buy", "##er", "broken", "."]
ROWS = {"[CLS]": [1, 0, 0], "grr": [0, 4, 0], "buy": [0, 0, 4], "##er": [0, 0, 2], "broken": [float("nan")] * 3}


def model() -> onnx.ModelProto:
    rows = np.array([ROWS.get(piece, [0, 0, 0]) for piece in PIECES], dtype=np.float32)
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "tokens"])
        for name in ("input_ids", "attention_mask")
    ]
    nodes = [
        helper.make_node("Gather", ["rows", "input_ids"], ["embedded"]),
        helper.make_node("Cast", ["attention_mask"], ["mask"], to=TensorProto.FLOAT),
        helper.make_node("Unsqueeze", ["mask", "last"], ["column"]),
        helper.make_node("Mul", ["embedded", "column"], ["seen"]),
        helper.make_node("ReduceSum", ["seen", "middle"], ["logits"], keepdims=0),
    ]
    graph = helper.make_graph(
        nodes,
        "bag-of-words",
        inputs,
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", len(LABELS)])],
        [
            numpy_helper.from_array(rows, "rows"),
            numpy_helper.from_array(np.array([2], dtype=np.int64), "last"),
            numpy_helper.from_array(np.array([1], dtype=np.int64), "middle"),
        ],
    )
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(made)
    return made


if __name__ == "__main__":
    (HERE / "model.onnx").write_bytes(model().SerializeToString(deterministic=True))
    (HERE / "vocab.txt").write_text("".join(piece + "\n" for piece in PIECES))
    config = {"id2label": dict(enumerate(LABELS)), "max_position_embeddings": 128, "architectures": ["Bags"]}
    (HERE / "config.json").write_text(json.dumps(config, indent=2) + "\n")
