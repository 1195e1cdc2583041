# One graph away, whether it is there or not.
DROP SILENT GRAPH $graph
