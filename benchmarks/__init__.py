"""How good and how fast walkmap is, beside its peers: see README.md."""
