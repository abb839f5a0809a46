"""Making a PDF of a document in Typst."""

from datetime import datetime


def typeset(source: bytes, name: str, content: str, at: datetime) -> bytes:
    """The document as a PDF: its content, as JSON, is given to the source under the name. The same gives the same.

    The fonts that come with Typst know no Bengali and no Chinese, say, and the standards refuse what no font shows. A
    name in such a script is set in a font of the machine's; where it has none, the document is made without the
    standards rather than not at all: the rest of it reads as ever, and the name has boxes for its letters.
    """
    import typst  # here, because loading it is slow and few pages need it

    given = {name: content}
    for own_fonts in (True, False):
        try:
            return typst.compile(
                source, sys_inputs=given, pdf_standards=["ua-1", "a-2a"], ignore_system_fonts=own_fonts, timestamp=at
            )
        except typst.TypstError as error:
            if "could not be displayed" not in str(error):
                raise
    return typst.compile(source, sys_inputs=given, ignore_system_fonts=True, timestamp=at)
