"""What administrators see of the server at the desk."""
