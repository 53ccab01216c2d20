"""What is wrong with this portal, and how it is mended."""
