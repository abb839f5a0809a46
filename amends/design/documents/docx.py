"""A report as a word processor's document (DOCX, Office Open XML), to be worked on further."""

from collections.abc import Iterable, Iterator
from datetime import UTC
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from amends.design.documents.report import ReportTable, ReportText, check_tables

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_LANGUAGES = {"en": "en-GB", "cy": "cy-GB"}
_PARTS = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEADINGS = {"Title": ("Title", 36), "Heading1": ("heading 1", 26)}


def report_docx(report: ReportText) -> bytes:
    """The report as a DOCX. What it says is never read as markup. The same report gives the same bytes.

    Raises ValueError where a row of a table has another length than its columns.
    """
    check_tables(report)
    kept = BytesIO()
    with ZipFile(kept, "w", ZIP_DEFLATED) as package:
        for name, text in _files(report).items():
            package.writestr(ZipInfo(name, (1980, 1, 1, 0, 0, 0)), _DECLARED + text, ZIP_DEFLATED)
    return kept.getvalue()


def _files(report: ReportText) -> dict[str, str]:
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_PARTS}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{_PARTS}.styles+xml"/>'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="r2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
        "</Relationships>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "docProps/core.xml": _core(report),
        "word/styles.xml": _styles(_LANGUAGES[report.language]),
        "word/document.xml": f'<w:document xmlns:w="{_WORD}"><w:body>{"".join(_body(report))}</w:body></w:document>',
    }


def _core(report: ReportText) -> str:
    at = report.as_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{_said(report.title)}</dc:title><dc:creator>{_said(report.author)}</dc:creator>"
        f"<dc:language>{_LANGUAGES[report.language]}</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{at}</dcterms:created></cp:coreProperties>'
    )


def _styles(language: str) -> str:
    headings = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/>'
        f'<w:next w:val="Normal"/><w:qFormat/><w:pPr><w:keepNext/><w:spacing w:before="240" w:after="120"/>'
        f"{'<w:outlineLvl w:val=' + quoteattr('0') + '/>' if key == 'Heading1' else ''}</w:pPr>"
        f'<w:rPr><w:b/><w:sz w:val="{size}"/></w:rPr></w:style>'
        for key, (name, size) in _HEADINGS.items()
    )
    return (
        f'<w:styles xmlns:w="{_WORD}"><w:docDefaults><w:rPrDefault><w:rPr>'
        f'<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/><w:sz w:val="22"/><w:lang w:val="{language}"/>'
        '</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="120"/></w:pPr></w:pPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
        f"{headings}</w:styles>"
    )


def _body(report: ReportText) -> Iterator[str]:
    yield _paragraph(report.title, style="Title")
    yield _paragraph(report.subtitle)
    for section in report.sections:
        yield _paragraph(section.heading, style="Heading1")
        for words in section.paragraphs:
            yield _paragraph(words)
        if section.table:
            yield _table(section.table)
            yield "<w:p/>"
    yield (
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="709" w:footer="709" '
        'w:gutter="0"/></w:sectPr>'
    )


def _paragraph(words: str, *, style: str = "", bold: bool = False, right: bool = False) -> str:
    about = (f'<w:pStyle w:val="{style}"/>' if style else "") + ('<w:jc w:val="right"/>' if right else "")
    run = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:p><w:pPr>{about}</w:pPr><w:r>{run}<w:t xml:space="preserve">{_said(words)}</w:t></w:r></w:p>'


def _table(table: ReportTable) -> str:
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="808080"/>' for side in ("top", "bottom", "insideH")
    )
    grid = "".join(f'<w:gridCol w:w="{9638 // len(table.columns)}"/>' for _column in table.columns)
    rows = "".join(_row(row, figures=table.figures) for row in table.rows)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>{lines}</w:tblBorders></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{_row(table.columns, heading=True, figures=table.figures)}{rows}</w:tbl>"
    )


def _row(cells: Iterable[str], *, heading: bool = False, figures: bool) -> str:
    written = "".join(
        f"<w:tc><w:tcPr/>{_paragraph(words, bold=heading, right=figures and place > 0)}</w:tc>"
        for place, words in enumerate(cells)
    )
    return f"<w:tr>{'<w:trPr><w:tblHeader/></w:trPr>' if heading else ''}{written}</w:tr>"


def _said(words: str) -> str:
    """The words as XML text; what XML cannot hold is left out."""
    return escape("".join(each for each in words if each >= " " or each in "\t\n"))
