"""`python -m widgraph` is the command line."""

from widgraph.cli import main

if __name__ == "__main__":
    main()
