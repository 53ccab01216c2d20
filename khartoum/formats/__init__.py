"""How dates and times are written where Django writes them; French is well served by its own."""
