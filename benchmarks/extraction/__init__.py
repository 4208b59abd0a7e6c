"""How well the reader reads, beside spaCy alone: `python -m benchmarks.extraction [--sets FOLDER] [--quick] [PART...]`.

Each part is a module that says in its docstring how it measures, and has a function `measure`.
"""
