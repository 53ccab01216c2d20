"""What a picture may be, and why it is refused: for those who take pictures in and never look into one."""

from enum import StrEnum

# By the ending of a name.
FORMATS = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}


class Refusal(StrEnum):
    OTHER_CONTENT = "other_content"
    BROKEN = "broken"
    MOVING = "moving"
    TOO_SMALL = "too_small"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_LONG = "too_long"
    TOO_LARGE_INSIDE = "too_large_inside"
