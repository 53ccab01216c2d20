"""The same table behind Django and its API framework as a tutorial has them, to compare the portal with."""
