"""`python -m walkmap` is the command `walkmap`."""

from walkmap.cli import main

main()
