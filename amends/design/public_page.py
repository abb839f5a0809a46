"""Pages for people without an account: in English or Welsh, in print as large as they want, without anybody's name."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from amends.design import bilingual

_LARGE = "large"


def language_of(request: HttpRequest, first: str) -> str:
    """The language to show: the one asked for, or the one the page opens in (`en` or `cy`)."""
    asked = request.GET.get("language", first)
    return bilingual.WELSH if asked == bilingual.WELSH else bilingual.ENGLISH


def public_page(request: HttpRequest, template: str, page: str, language: str, **context: object) -> HttpResponse:
    """A page whose words are those of `page` in bilingual.csv, with the way to its other language and print."""
    large = request.GET.get("print") == _LARGE
    other = bilingual.ENGLISH if language == bilingual.WELSH else bilingual.WELSH
    context |= {
        "words": bilingual.words("switches", language) | bilingual.words(page, language),
        "language": language,
        "page_language": language,
        "other": other,
        "large": large,
        "asked": {"language": "cy" if language == bilingual.WELSH else "en", "print": _LARGE if large else "normal"},
        "asked_other": "cy" if other == bilingual.WELSH else "en",
    }
    with translation.override(bilingual.ENGLISH):  # whatever has no Welsh is not half in it
        return render(request, template, context)
