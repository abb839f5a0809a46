"""A report as a word processor's document (DOCX), to be worked on further."""

from io import BytesIO

from amends.design.documents.report import ReportTable, ReportText, check_tables

_LANGUAGES = {"en": "en-GB", "cy": "cy-GB"}


def report_docx(report: ReportText) -> bytes:
    """The report as a DOCX. What it says is never read as markup.

    Raises ValueError where a row of a table has another length than its columns.
    """
    from docx import Document  # here, because loading it is slow and few pages need it

    check_tables(report)
    document = Document()
    document.styles["Normal"].font.name = "Arial"
    about = document.core_properties
    about.title, about.author, about.language = report.title, report.author, _LANGUAGES[report.language]
    about.created = about.modified = report.as_at.replace(tzinfo=None)
    document.add_heading(_said(report.title), level=0)
    document.add_paragraph(_said(report.subtitle))
    for section in report.sections:
        document.add_heading(_said(section.heading), level=1)
        for words in section.paragraphs:
            document.add_paragraph(_said(words))
        if section.table:
            _add_table(document, section.table)
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


def _add_table(document, table: ReportTable) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement

    made = document.add_table(rows=0, cols=len(table.columns), style="Table Grid")
    for number, row in enumerate((table.columns, *table.rows)):
        for place, (cell, words) in enumerate(zip(made.add_row().cells, row, strict=True)):
            run = cell.paragraphs[0].add_run(_said(words))
            run.bold = number == 0
            if table.figures and place:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    # The first row is told as the heading, and stands again on each page.
    made.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _said(words: str) -> str:
    """The words without what XML cannot hold."""
    return "".join(each for each in words if each >= " " or each in "\t\n")
