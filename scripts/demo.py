"""Plan a month for the sample community and say which pages to open.

python3 scripts/demo.py
"""

from bare import BIN, prepare, run

if __name__ == "__main__":
    prepare()
    run(BIN / "walkmap", "month", "2026-12")
