"""Reads a folder of event files with tensorboard's own EventAccumulator and prints what it holds as JSON.

{"scalars": {tag: [[step, value], ...]}, "texts": {tag: [text, ...]}, "descriptions": {tag: text}}
"""

import json
import sys

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.util import tensor_util


def read(folder):
    events = EventAccumulator(folder, size_guidance={"tensors": 0})
    events.Reload()
    result = {"scalars": {}, "texts": {}, "descriptions": {}}
    for tag in events.Tags()["tensors"]:
        metadata = events.SummaryMetadata(tag)
        values = [
            (event.step, tensor_util.make_ndarray(event.tensor_proto).item()) for event in events.Tensors(tag)
        ]
        if metadata.plugin_data.plugin_name == "scalars":
            result["scalars"][tag] = values
            result["descriptions"][tag] = metadata.summary_description
        elif metadata.plugin_data.plugin_name == "text":
            result["texts"][tag] = [value.decode() for _, value in values]
    return result


if __name__ == "__main__":
    json.dump(read(sys.argv[1]), sys.stdout, allow_nan=False)
