"""Where the parts of the harness listen, on this machine alone."""

# nginx: TLS, and at the next port plain HTTP.
FRONT, FRONT_OF_SOAK = 8180, 8190
STORE = 8185
DATABASE, REPLICA, DATABASE_OF_SOAK = 5580, 5581, 5582
REDIS = 6395
