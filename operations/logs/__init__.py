"""What the portal writes down of its own work, for whoever looks after it: docs/monitoring.md.

Nothing in it tells who somebody is or what they asked for: no address, no name, no words of a search.
"""
