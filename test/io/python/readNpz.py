"""What numpy reads in the .npz files that are named. A JSON object a line: shape, type and values of each array."""
import json
import sys

import numpy as np


def plain(array):
    if array.dtype.kind == "c":
        return [array.real.tolist(), array.imag.tolist()]
    if array.dtype.kind == "f":
        # Bits, which JSON numbers keep, and nan, which they have not.
        return np.where(np.isnan(array), None, array.astype(object)).tolist()
    return array.tolist()


for name in sys.argv[1:]:
    with np.load(name, allow_pickle=False) as arrays:
        print(json.dumps({k: {"shape": list(a.shape), "type": a.dtype.str, "values": plain(a)} for k, a in arrays.items()}))
