"""Real files, made by make.py."""

from pathlib import Path

HERE = Path(__file__).parent


def sample(name: str) -> bytes:
    return (HERE / name).read_bytes()
