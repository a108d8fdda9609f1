"""accede: recommendations kept as YAML, and the papers people carry into meetings."""

__version__ = "0.1.0"
