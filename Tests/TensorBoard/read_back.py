"""Reads a folder of event files with tensorboard's own EventAccumulator and prints what it holds as JSON.

{"scalars": {tag: [[step, value], ...]}, "texts": {tag: [text, ...]}, "descriptions": {tag: text}}
"""

import json
import sys

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.util import tensor_util


def read(folder):
    events = EventAccumulator(folder, size_guidance={"scalars": 0, "tensors": 0})
    events.Reload()
    tags = events.Tags()
    return {
        "scalars": {tag: [(event.step, event.value) for event in events.Scalars(tag)] for tag in tags["scalars"]},
        "texts": {
            tag: [tensor_util.make_ndarray(event.tensor_proto).item().decode() for event in events.Tensors(tag)]
            for tag in tags["tensors"]
            if events.SummaryMetadata(tag).plugin_data.plugin_name == "text"
        },
        "descriptions": {tag: events.SummaryMetadata(tag).summary_description for tag in tags["scalars"]},
    }


if __name__ == "__main__":
    json.dump(read(sys.argv[1]), sys.stdout, allow_nan=False)
