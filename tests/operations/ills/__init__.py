"""What may be wrong with a portal, made wrong for real: each is first well, and then it is not."""

from tests.operations.ills import address, desk, server, services, storage
from tests.operations.ills.place import CASES, Place

__all__ = ["CASES", "Place", "address", "desk", "server", "services", "storage"]
