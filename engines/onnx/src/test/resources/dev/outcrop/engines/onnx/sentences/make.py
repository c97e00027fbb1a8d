"""Makes the sentence encoder that tests run: one layer of attention with random weights, in the inputs and outputs of a BERT
encoder. Writes `model.onnx`, `vocab.txt` and `config.json` beside itself. Needs the packages onnx and numpy.

    python make.py

    x = rows[token] + places[place]
    y = x + softmax(q k' / sqrt(8) - 10,000 where the mask is 0) v

`broken` has a row that is no numbers. Weights are random, from a seed; no text of anybody is behind them.
"""

import json
import pathlib

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

HERE = pathlib.Path(__file__).parent
WIDTH = 8
POSITIONS = 128
PIECES = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "river", "stone", "bird", "##s", "query", "passage", ":", ".", "broken"]


def model() -> onnx.ModelProto:
    random = np.random.default_rng(106)
    rows = random.normal(size=(len(PIECES), WIDTH)).astype(np.float32)
    rows[PIECES.index("broken")] = np.nan
    tensors = {
        "rows": rows,
        "places": (0.1 * random.normal(size=(POSITIONS, WIDTH))).astype(np.float32),
        "query": random.normal(size=(WIDTH, WIDTH)).astype(np.float32),
        "key": random.normal(size=(WIDTH, WIDTH)).astype(np.float32),
        "value": random.normal(size=(WIDTH, WIDTH)).astype(np.float32),
        "scale": np.array(WIDTH**-0.5, dtype=np.float32),
        "one": np.array(1, dtype=np.float32),
        "far": np.array(-10_000, dtype=np.float32),
        "start": np.array([0], dtype=np.int64),
        "second": np.array([1], dtype=np.int64),
    }
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "tokens"])
        for name in ("input_ids", "attention_mask", "token_type_ids")
    ]
    node = helper.make_node
    nodes = [
        node("Gather", ["rows", "input_ids"], ["embedded"]),
        node("Shape", ["input_ids"], ["count"], start=1, end=2),
        node("Slice", ["places", "start", "count"], ["placed"]),
        node("Add", ["embedded", "placed"], ["x"]),
        node("MatMul", ["x", "query"], ["q"]),
        node("MatMul", ["x", "key"], ["k"]),
        node("MatMul", ["x", "value"], ["v"]),
        node("Transpose", ["k"], ["turned"], perm=[0, 2, 1]),
        node("MatMul", ["q", "turned"], ["products"]),
        node("Mul", ["products", "scale"], ["scaled"]),
        node("Cast", ["attention_mask"], ["mask"], to=TensorProto.FLOAT),
        node("Sub", ["one", "mask"], ["hidden"]),
        node("Mul", ["hidden", "far"], ["distance"]),
        node("Unsqueeze", ["distance", "second"], ["row"]),
        node("Add", ["scaled", "row"], ["scores"]),
        node("Softmax", ["scores"], ["shares"], axis=-1),
        node("MatMul", ["shares", "v"], ["mixed"]),
        node("Add", ["x", "mixed"], ["last_hidden_state"]),
    ]
    graph = helper.make_graph(
        nodes,
        "one-layer",
        inputs,
        [helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, ["batch", "tokens", WIDTH])],
        [numpy_helper.from_array(value, name) for name, value in tensors.items()],
    )
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    made.ir_version = 8
    onnx.checker.check_model(made)
    return made


if __name__ == "__main__":
    (HERE / "model.onnx").write_bytes(model().SerializeToString(deterministic=True))
    (HERE / "vocab.txt").write_text("".join(piece + "\n" for piece in PIECES))
    (HERE / "config.json").write_text(json.dumps({"max_position_embeddings": POSITIONS}, indent=2) + "\n")
