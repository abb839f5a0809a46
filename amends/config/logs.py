"""What is kept out of logs."""

import logging
import re

_TOKEN = re.compile(r"(?<=/)[\w-]{32,}")  # a part of an address as long as the token of a one-time link


class WithoutTokens(logging.Filter):
    """Blanks out the token of a one-time link: whoever read it in a log could use it."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        blanked = _TOKEN.sub("…", message)
        if blanked != message:
            record.msg, record.args = blanked, ()
        return True
