"""`portal <verb>`: manage.py of the release that serves.

It takes the place of this process, so that it can ask and be answered.
"""

import os
import sys

from deploy.upgrading import environment, places
from deploy.upgrading.steps import FailedError


def main() -> None:
    release = places.target(places.CURRENT)
    if release is None:
        raise FailedError("There is no release yet: deploy/upgrade brings one.")
    command = environment.manage(release, *sys.argv[1:])
    os.chdir(release)
    os.execvpe(command[0], command, environment.settings())  # noqa: S606 - our own command


if __name__ == "__main__":
    try:
        main()
    except FailedError as problem:
        sys.exit(str(problem))
