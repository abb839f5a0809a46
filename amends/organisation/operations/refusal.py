"""What every operation of this room may answer instead of doing what it was asked."""


class Refused(Exception):
    """Not done, and nothing was changed. The message says why, and what would be right, to the person who asked.

    `number` counts the drafts from 1, where the operation was given many and one of them is at fault; `field` is the
    draft's field it is about (empty: the whole).
    """

    def __init__(self, message: str, *, number: int | None = None, field: str = "") -> None:
        super().__init__(message)
        self.number = number
        self.field = field
