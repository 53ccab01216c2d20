"""What the portal counts of its own work, and who tells it to whom: docs/monitoring.md, docs/adr."""
