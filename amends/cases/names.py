"""Names as people look for them: without accents, case or punctuation, in any script."""

import unicodedata
from difflib import SequenceMatcher

LONGEST_FOLDED = 450
SIMILAR = 0.8

# Letters that are not a base letter with a mark, so that no decomposition takes them apart.
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ŧ": "t", "ŋ": "n"}
)
_JOINING = {"'", "`", "´", "‘", "’", "ʻ", "ʼ", "ʹ", "′", "＇"}  # apostrophes: O'Brien is found as obrien


def fold(text: str) -> str:
    """Lower case, no accents, apostrophes left out, other punctuation a space; words one space apart.

    May be empty, for a name without a letter or digit.
    """
    joined = "".join(character for character in text if character not in _JOINING)
    lowered = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", joined).casefold()).translate(_PLAIN)
    kept = []
    for character in lowered:
        category = unicodedata.category(character)
        if category == "Mn" or category == "Cf" or character in _JOINING:
            continue
        kept.append(character if category[0] in "LNM" else " ")
    return " ".join("".join(kept).split())


def search_name(given_names: str, family_name: str) -> str:
    """Both names folded, as stored for finding; a name of nothing but signs stays as its signs."""
    written = f"{given_names} {family_name}"
    return (fold(written) or "".join(written.lower().split()))[:LONGEST_FOLDED].strip()


def same_name(one: str, other: str) -> bool:
    """Whether two folded names have the same words, in whatever order."""
    return sorted(one.split()) == sorted(other.split())


def similar_name(one: str, other: str) -> bool:
    """Whether two folded names could be one name misheard, misspelt, shortened or turned round.

    Same words in any order; one name's words all among the other's; or nearly the same letters.
    """
    words, others = set(one.split()), set(other.split())
    if not words or not others:
        return one == other
    if words <= others or others <= words:
        return True
    first, second = " ".join(sorted(words)), " ".join(sorted(others))
    return SequenceMatcher(None, first, second, autojunk=False).ratio() >= SIMILAR
