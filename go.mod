module heed

go 1.26.0
