"""UMFPACK, through ctypes, on the matrix of a file that bench/solver/case.ts wrote. Needs numpy, scipy and libumfpack5."""
import ctypes
import json
import resource
import statistics
import sys
import time

import numpy as np
import scipy.sparse

RUNS = 5
# Of umfpack.h: the length of the arrays of settings and of figures.
CONTROL, INFO = 20, 90
# Where the numbers of values of L and U stand in the figures.
LNZ, UNZ = 43, 44


def read(path):
    data = open(path, "rb").read()
    n, entries = np.frombuffer(data, np.int32, 2)
    at = 8
    starts = np.frombuffer(data, np.int32, n + 1, at)
    at += 4 * (n + 1)
    columns = np.frombuffer(data, np.int32, entries, at)
    at += 4 * entries
    values = np.frombuffer(data, np.float64, entries, at)
    right = np.frombuffer(data, np.float64, n, at + 8 * entries).copy()
    matrix = scipy.sparse.csr_matrix((values, columns, starts), (n, n)).tocsc()
    matrix.sort_indices()
    return matrix, right


def pointer(array):
    return array.ctypes.data_as(ctypes.c_void_p)


def run(library, matrix, right):
    n = ctypes.c_int64(len(right))
    columns, rows = matrix.indptr.astype(np.int64), matrix.indices.astype(np.int64)
    arrays = [pointer(columns), pointer(rows), pointer(matrix.data)]
    control, info = np.zeros(CONTROL), np.zeros(INFO)
    library.umfpack_dl_defaults(pointer(control))
    symbolic, numeric = ctypes.c_void_p(), ctypes.c_void_p()
    solution = np.empty(len(right))
    ends = [pointer(control), pointer(info)]
    started = time.process_time()
    codes = [library.umfpack_dl_symbolic(n, n, *arrays, ctypes.byref(symbolic), *ends)]
    analysed = time.process_time()
    codes.append(library.umfpack_dl_numeric(*arrays, symbolic, ctypes.byref(numeric), *ends))
    before = time.process_time()
    codes.append(library.umfpack_dl_solve(ctypes.c_int64(0), *arrays, pointer(solution), pointer(right), numeric, *ends))
    ended = time.process_time()
    library.umfpack_dl_free_symbolic(ctypes.byref(symbolic))
    library.umfpack_dl_free_numeric(ctypes.byref(numeric))
    if any(codes):
        raise RuntimeError(f"UMFPACK returned {codes}")
    return ended - started, ended - before, before - analysed, info[LNZ] + info[UNZ]


library = ctypes.CDLL("libumfpack.so.5")
for name in ("symbolic", "numeric", "solve"):
    getattr(library, f"umfpack_dl_{name}").restype = ctypes.c_int64
matrix, right = read(sys.argv[1])
times = [run(library, matrix, right) for _ in range(RUNS + 1)][1:]
total, solve, numeric, fill = (statistics.median(one) for one in zip(*times))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
figures = {"total_s": total, "solve_s": solve, "numeric_s": numeric, "fill": fill, "peak_mb": peak}
print(json.dumps({**figures, "err": None, "observables": []}))
