/** The octahedron in version 4.1, in three node blocks with sparse tags and two triangle blocks among others. */
export const octahedron41 = `$Comments
made by hand
$EndComments
$MeshFormat
4.1 0 8
$EndMeshFormat
$PhysicalNames
1
2 7 "a $ sphere"
$EndPhysicalNames
$Entities
0 0 2 0
$EndEntities
$Nodes
4 6 10 90000000000
0 1 0 1
10
1 0 0
1 5 1 2
20
30
-1 0 0 3.14
0 1 0 1.57
2 9 0 0
2 8 1 3
90000000000
50
40
0 -1 0 0.1 0.2
0 0 1 0.1 -0.2
0 0 -1 1e-3 +.5
$EndNodes
$Elements
5 11 1 12
0 1 15 1
1 10
1 5 1 2
2 10 30
3 30 20
2 8 2 5
4 10 30 50
5 30 20 50
6 20 90000000000 50
7 90000000000 10 50
8 30 10 40
2 9 2 0
2 7 2 3
9 20 30 40
10 90000000000 20 40
11 10 90000000000 40
$EndElements
$NodeData
1
"anything $ at all"
$EndNodeData
`;
