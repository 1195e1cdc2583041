# Some statements into one graph, put in where the word in capitals stands.
INSERT DATA { GRAPH $graph { TRIPLES } }
