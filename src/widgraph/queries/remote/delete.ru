# Some statements out of one graph, put in where the word in capitals stands.
DELETE DATA { GRAPH $graph { TRIPLES } }
