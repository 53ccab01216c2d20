"""Whether words have room in a drawing: their width is only guessed, since fonts differ."""

# Of a letter, in per cent of the width of the narrowest screen that has room for the whole timeline.
LETTER = 0.8


def width_of(words: str) -> float:
    return len(words) * LETTER


def lines_within(words: str, room: float) -> tuple[str, ...]:
    """As one line or two of that width; none where they have no room."""
    if width_of(words) <= room:
        return (words,) if words else ()
    parts = words.split()
    for number in range(len(parts) - 1, 0, -1):
        lines = " ".join(parts[:number]), " ".join(parts[number:])
        if max(map(width_of, lines)) <= room:
            return lines
    return ()
