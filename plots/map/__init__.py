"""The map of the route: countries as areas, numbers as dots. Takes labels and addresses, knows no record."""

from plots.map.drawing import Area, Drawing, Mark, drawn
from plots.map.locator import Locator, located
from plots.map.miniature import Miniature, miniature

__all__ = ["Area", "Drawing", "Locator", "Mark", "Miniature", "drawn", "located", "miniature"]
