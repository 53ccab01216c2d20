"""All current files of an event's documents as one: see docs/adr/0043."""
