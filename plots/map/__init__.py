"""The map of the route: countries as areas, numbers as dots. Takes labels and addresses, knows no record."""

from plots.map.drawing import Area, Drawing, Mark, drawn

__all__ = ["Area", "Drawing", "Mark", "drawn"]
