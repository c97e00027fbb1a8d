"""Makes a sentence encoder of the size of MiniLM-L6 (6 layers, 384 numbers, 12 heads) in floats, with random weights: its speed
is that of a trained one. Writes `model.onnx`, `vocab.txt` and `config.json` into a folder. Needs the packages onnx and numpy.

    python make-encoder.py FOLDER
"""

import json
import pathlib
import sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

LAYERS, WIDTH, HEADS, INNER, POSITIONS = 6, 384, 12, 1536, 512
PIECES = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]

random = np.random.default_rng(106)
tensors, nodes = {}, []


def constant(name, value):
    tensors[name] = np.asarray(value)
    return name


def node(kind, inputs, **attributes):
    output = f"{kind}{len(nodes)}"
    nodes.append(helper.make_node(kind, inputs, [output], **attributes))
    return output


def linear(x, name, rows, columns):
    weights = constant(name + ".weights", (random.normal(size=(rows, columns)) * rows**-0.5).astype(np.float32))
    return node("Add", [node("MatMul", [x, weights]), constant(name + ".bias", np.zeros(columns, np.float32))])


def norm(x, name):
    ones = constant(name + ".scale", np.ones(WIDTH, np.float32))
    return node("LayerNormalization", [x, ones, constant(name + ".shift", np.zeros(WIDTH, np.float32))], axis=-1)


def heads(x, perm):
    return node("Transpose", [node("Reshape", [x, "split"])], perm=perm)


constant("split", np.array([0, 0, HEADS, WIDTH // HEADS], np.int64))
constant("join", np.array([0, 0, WIDTH], np.int64))
constant("scale", np.array((WIDTH // HEADS) ** -0.5, np.float32))
constant("start", np.array([0], np.int64))
rows = constant("rows", random.normal(size=(len(PIECES), WIDTH)).astype(np.float32))
places = constant("places", random.normal(size=(POSITIONS, WIDTH)).astype(np.float32))
count = node("Shape", ["input_ids"], start=1, end=2)
x = norm(node("Add", [node("Gather", [rows, "input_ids"]), node("Slice", [places, "start", count])]), "input")
mask = node("Cast", ["attention_mask"], to=TensorProto.FLOAT)
far = node("Mul", [node("Sub", [constant("one", np.array(1, np.float32)), mask]), constant("far", np.array(-1e4, np.float32))])
far = node("Unsqueeze", [far, constant("inner", np.array([1, 2], np.int64))])
for layer in range(LAYERS):
    q = heads(linear(x, f"q{layer}", WIDTH, WIDTH), [0, 2, 1, 3])
    k = heads(linear(x, f"k{layer}", WIDTH, WIDTH), [0, 2, 3, 1])
    v = heads(linear(x, f"v{layer}", WIDTH, WIDTH), [0, 2, 1, 3])
    scores = node("Add", [node("Mul", [node("MatMul", [q, k]), "scale"]), far])
    mixed = node("MatMul", [node("Softmax", [scores], axis=-1), v])
    mixed = node("Reshape", [node("Transpose", [mixed], perm=[0, 2, 1, 3]), "join"])
    x = norm(node("Add", [x, linear(mixed, f"o{layer}", WIDTH, WIDTH)]), f"attention{layer}")
    inner = node("Relu", [linear(x, f"up{layer}", WIDTH, INNER)])
    x = norm(node("Add", [x, linear(inner, f"down{layer}", INNER, WIDTH)]), f"feed{layer}")
nodes.append(helper.make_node("Identity", [x], ["last_hidden_state"]))

graph = helper.make_graph(
    nodes,
    "encoder",
    [helper.make_tensor_value_info(n, TensorProto.INT64, ["batch", "tokens"]) for n in ("input_ids", "attention_mask")],
    [helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, ["batch", "tokens", WIDTH])],
    [numpy_helper.from_array(value, name) for name, value in tensors.items()],
)
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
model.ir_version = 8
folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
(folder / "model.onnx").write_bytes(model.SerializeToString(deterministic=True))
(folder / "vocab.txt").write_text("".join(piece + "\n" for piece in PIECES))
(folder / "config.json").write_text(json.dumps({"max_position_embeddings": POSITIONS}) + "\n")
