"""What a process of ours may take that reads what comes from outside. Knows nothing of Django."""

import resource


def bind(*, seconds: int, memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # It reads, and nothing else.
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
