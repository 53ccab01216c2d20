"""A new release beside the old, and back: docs/operations.md. Runs on the machine's own Python."""
