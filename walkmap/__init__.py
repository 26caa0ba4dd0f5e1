"""WalkMap: plan and map neighbourhood walks."""

from importlib.metadata import version

__version__ = version("walkmap")
__all__ = ["__version__"]
