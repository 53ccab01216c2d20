"""An app that exists for one trial: its migrations change a table of a million rows while the portal serves.

Each is written as migrations of large tables must be: in steps that hold no lock for longer than a moment,
and that the version which is running survives.
"""
