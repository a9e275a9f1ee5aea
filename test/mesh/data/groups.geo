SetFactory("OpenCASCADE");
Sphere(1) = {0, 0, 0, 1};
Box(2) = {-2, -2, -2, 4, 4, 4};
BooleanFragments{ Volume{2}; Delete; }{ Volume{1}; Delete; }
Physical Volume("air around") = {2};
Physical Volume("ball") = {1};
Physical Surface("skin") = Boundary{ Volume{1}; };
MeshSize{:} = 1.2;
