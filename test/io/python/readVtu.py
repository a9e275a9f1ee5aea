"""What VTK reads in the .vtu files that are named: integrals over its own shape functions. A JSON object a line."""
import json
import sys

import numpy as np
import vtk
from vtk.util.numpy_support import vtk_to_numpy


def gauss(dimension, count):
    x, w = np.polynomial.legendre.leggauss(count)
    x, w = (x + 1) / 2, w / 2
    points, weights = [], []
    for a, wa in zip(x, w):
        for b, wb in zip(x, w):
            if dimension == 2:
                points.append((a, b * (1 - a), 0))
                weights.append(wa * wb * (1 - a))
                continue
            for c, wc in zip(x, w):
                points.append((a, b * (1 - a), c * (1 - a) * (1 - b)))
                weights.append(wa * wb * wc * (1 - a) ** 2 * (1 - b))
    return np.array(points), np.array(weights)


def read(path):
    reader, errors = vtk.vtkXMLUnstructuredGridReader(), []
    reader.AddObserver("ErrorEvent", lambda *_: errors.append("error"))
    reader.SetFileName(path)
    reader.Update()
    assert not errors, path
    return reader.GetOutput()


def facts(path, count):
    grid = read(path)
    cell = grid.GetCell(0)
    nodes, dimension = cell.GetNumberOfPoints(), cell.GetCellDimension()
    points, weights = gauss(dimension, count)
    shapes, slopes = np.zeros((len(points), nodes)), np.zeros((len(points), dimension, nodes))
    values, gradients = [0.0] * nodes, [0.0] * (3 * nodes)
    cell.Initialize()
    for k, point in enumerate(points):
        cell.InterpolateFunctions(list(point), values)
        cell.InterpolateDerivs(list(point), gradients)
        shapes[k], slopes[k] = values, np.array(gradients[: dimension * nodes]).reshape(dimension, nodes)
    places = vtk_to_numpy(grid.GetPoints().GetData())
    cells = vtk_to_numpy(grid.GetCells().GetConnectivityArray()).reshape(-1, nodes)
    tangents = np.einsum("qdn,cnk->cqdk", slopes, places[cells])
    if dimension == 2:
        normals = np.cross(tangents[:, :, 0], tangents[:, :, 1])
        measure = np.linalg.norm(normals, axis=-1)
        # Outwards.
        orientation = np.einsum("cqk,qn,cnk->cq", normals, shapes, places[cells])
    else:
        measure = orientation = np.linalg.det(tangents)
    at = np.einsum("qn,cnk->cqk", shapes, places[cells])
    data, arrays = grid.GetPointData(), {}
    for k in range(data.GetNumberOfArrays()):
        nodal = vtk_to_numpy(data.GetArray(k))
        weighted = (nodal[cells] @ shapes.T) * measure
        arrays[data.GetArrayName(k)] = {
            "integral": float((weighted @ weights).sum()),
            "moments": [float(((weighted * at[:, :, i]) @ weights).sum()) for i in range(3)],
            "range": [float(nodal.min()), float(nodal.max())],
        }
    masses, field = grid.GetCellData(), grid.GetFieldData()
    return {
        "type": grid.GetCellType(0),
        "nodes": nodes,
        "points": grid.GetNumberOfPoints(),
        "measure": float((measure @ weights).sum()),
        "leastOrientation": float(orientation.min()),
        "arrays": arrays,
        "masses": {
            masses.GetArrayName(k): float(vtk_to_numpy(masses.GetArray(k)).sum())
            for k in range(masses.GetNumberOfArrays())
        },
        "field": {field.GetArrayName(k): field.GetAbstractArray(k).GetValue(0) for k in range(field.GetNumberOfArrays())},
    }


for name in sys.argv[2:]:
    print(json.dumps(facts(name, int(sys.argv[1]))))
