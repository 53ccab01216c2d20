"""Every component of the pages in its hard states, for those who work on them. Of no database row."""
