"""Parts of ``make_nanshatan.py``: the made-up sample community at a true place."""
