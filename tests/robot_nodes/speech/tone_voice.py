"""A Piper voice that was never trained: a hum as long as its sounds, in the real format."""

import json
from pathlib import Path

HOP = 512
RATE_HZ = 22_050


def write_tone_voice(folder: Path, espeak_voice: str = "nb") -> Path:
    """Write a voice's two files and return the first; needs the packages `piper` and `onnx`."""
    import onnx  # noqa: PLC0415 - of the optional extra
    from onnx import TensorProto, helper  # noqa: PLC0415 - as above
    from piper.phoneme_ids import DEFAULT_PHONEME_ID_MAP  # noqa: PLC0415 - as above

    def constant(name: str, kind: int, shape: list[int], values: list[float]) -> object:
        return helper.make_node(
            "Constant", [], [name], value=helper.make_tensor(name, kind, shape, values)
        )

    nodes = [
        constant("second", TensorProto.INT64, [1], [1]),
        constant("one", TensorProto.INT64, [1], [1]),
        constant("hop", TensorProto.INT64, [], [HOP]),
        constant("zero", TensorProto.INT64, [], [0]),
        constant("step", TensorProto.INT64, [], [1]),
        constant("pitch", TensorProto.FLOAT, [], [0.06]),
        constant("loudness", TensorProto.FLOAT, [], [0.4]),
        constant("four", TensorProto.INT64, [4], [1, 1, 1, -1]),
        helper.make_node("Gather", ["scales", "second"], ["length_scale"]),
        helper.make_node("Shape", ["input"], ["shape"]),
        helper.make_node("Concat", ["one", "shape"], ["shape3"], axis=0),
        helper.make_node("Expand", ["length_scale", "shape3"], ["lengths"]),
        helper.make_node("Ceil", ["lengths"], ["w_ceil"]),
        helper.make_node("ReduceSum", ["w_ceil"], ["frames"], keepdims=0),
        helper.make_node("Cast", ["frames"], ["frame_count"], to=TensorProto.INT64),
        helper.make_node("Mul", ["frame_count", "hop"], ["count"]),
        helper.make_node("Range", ["zero", "count", "step"], ["at"]),
        helper.make_node("Cast", ["at"], ["time"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["time", "pitch"], ["phase"]),
        helper.make_node("Sin", ["phase"], ["wave"]),
        helper.make_node("Mul", ["wave", "loudness"], ["hum"]),
        helper.make_node("Reshape", ["hum", "four"], ["output"]),
    ]
    graph = helper.make_graph(
        nodes,
        "hum",
        [
            helper.make_tensor_value_info("input", TensorProto.INT64, [1, "ids"]),
            helper.make_tensor_value_info("input_lengths", TensorProto.INT64, [1]),
            helper.make_tensor_value_info("scales", TensorProto.FLOAT, [3]),
        ],
        [helper.make_tensor_value_info("output", TensorProto.FLOAT, [1, 1, 1, "samples"])],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 15)], ir_version=8)
    path = folder / f"{espeak_voice}.onnx"
    onnx.save(model, str(path))
    settings = {
        "audio": {"sample_rate": RATE_HZ},
        "espeak": {"voice": espeak_voice},
        "inference": {"noise_scale": 0.667, "length_scale": 1.0, "noise_w": 0.8},
        "phoneme_type": "espeak",
        "phoneme_id_map": DEFAULT_PHONEME_ID_MAP,
        "num_symbols": 256,
        "num_speakers": 1,
        "hop_length": HOP,
    }
    path.with_name(f"{path.name}.json").write_text(json.dumps(settings), encoding="utf-8")
    return path
