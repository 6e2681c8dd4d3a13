module labnode

go 1.26
