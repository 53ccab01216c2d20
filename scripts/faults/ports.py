"""Where the parts of the harness listen, on this machine alone."""

# nginx: TLS, and at the next port plain HTTP.
FRONT = 8180
STORE = 8185
DATABASE, REPLICA = 5580, 5581
REDIS = 6395
