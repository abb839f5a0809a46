"""The tags and skills that forms offer. A package may bring others: they are shown as written, and kept."""

from django.utils.translation import gettext_lazy as _

# What work can involve, and so what somebody may have to be kept from.
TAGS = {
    "children": _("Children are present"),
    "vulnerable_adults": _("Vulnerable adults are present"),
    "near_school": _("Near a school or nursery"),
    "public": _("Contact with the public"),
    "heavy": _("Heavy lifting and carrying"),
    "outdoor": _("Outdoors in all weathers"),
    "heights": _("Work at height"),
    "machinery": _("Power tools or machinery"),
    "chemicals": _("Paint, dust or chemicals"),
    "food": _("Preparing food"),
    "animals": _("Animals"),
    "alcohol": _("Where alcohol is sold or kept"),
    "cash": _("Handling money or goods for sale"),
    "water": _("Beside water"),
}

SKILLS = {
    "cscs": _("Construction skills card (CSCS)"),
    "first_aid": _("First aid"),
    "food_hygiene": _("Food hygiene"),
    "painting": _("Painting and decorating"),
    "carpentry": _("Carpentry"),
    "bricklaying": _("Bricklaying"),
    "gardening": _("Gardening"),
    "power_tools": _("Power tools"),
    "sewing": _("Sewing"),
    "computers": _("Computers"),
    "driving": _("Driving licence"),
    "languages": _("Languages other than English or Welsh"),
}

# What is handed out on site.
EQUIPMENT = {
    "boots": _("Safety boots"),
    "gloves": _("Gloves"),
    "vest": _("High-visibility vest"),
    "hat": _("Hard hat"),
    "goggles": _("Goggles"),
    "ears": _("Ear defenders"),
    "mask": _("Mask"),
    "waterproofs": _("Waterproofs"),
}


def named(codes, vocabulary) -> list[str]:
    """The words for codes, in the order of the vocabulary; those it does not know as written, without underscores."""
    known = [str(words) for code, words in vocabulary.items() if code in codes]
    return known + [code.replace("_", " ").capitalize() for code in codes if code not in vocabulary]


def choices(vocabulary, also=()) -> list[tuple[str, str]]:
    """Pairs for a form: the vocabulary, then the codes held that it does not know."""
    unknown = sorted(set(also) - set(vocabulary))
    return [*vocabulary.items(), *((code, named([code], vocabulary)[0]) for code in unknown)]
