"""When the service looks for what nobody needs any more."""

import gc

THRESHOLD = 50_000


def seldom() -> None:
    """Look for garbage less often: to be called once everything that stays for good is loaded.

    A list of thousands of rows makes a hundred thousand objects, none of which is garbage before it is sent. Each few
    hundred of them set off a look through the newest, and now and then through all there are: a third of the Python of
    a report over a region. What is there already stays for good and is left out of it, and of what comes a look is
    taken at each fifty thousand: some megabytes.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(THRESHOLD, 10, 10)
