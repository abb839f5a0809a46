"""Names that nobody bears: made of words, in many scripts and spellings, so that they are seen to be invented."""

from random import Random

_GIVEN = (
    "Acorn", "Alder", "Amber", "Aspen", "Beacon", "Birch", "Bracken", "Bramble", "Cedar", "Clover", "Comet", "Copper",
    "Cricket", "Dapple", "Ember", "Fern", "Flint", "Garnet", "Hazel", "Heron", "Ivy", "Juniper", "Kestrel", "Lark",
    "Linden", "Lupin", "Maple", "Marlin", "Moss", "Nettle", "Oak", "Onyx", "Pebble", "Pine", "Plover", "Quartz",
    "Quill", "Reed", "Robin", "Rowan", "Rush", "Sage", "Sorrel", "Starling", "Teasel", "Thistle", "Topaz", "Wren",
    "Yarrow", "Zephyr", "Étoile", "Øyvør", "Çınar", "Łąka", "Ñandú", "Süßholz", "Žibuoklė", "Gwenynen", "Dŵr",
)  # fmt: skip
_FIRST = (
    "Lantern", "Thimble", "Kettle", "Marble", "Button", "Ladder", "Basket", "Candle", "Feather", "Biscuit", "Puddle",
    "Pepper", "Saffron", "Ribbon", "Saddle", "Pocket", "Mitten", "Whistle", "Bottle", "Teapot", "Window", "Wagon",
    "Violin", "Velvet", "Turnip", "Tinder", "Tassel", "Sparrow", "Spindle", "Rafter", "Pillow", "Pencil", "Parsnip",
)  # fmt: skip
_SECOND = (
    "quill", "moss", "fern", "spoon", "gate", "cloud", "leaf", "drum", "frost", "bell", "kite", "plank", "thread",
    "pond", "shell", "spark", "stamp", "twig", "wheel", "lamp", "comb", "crumb", "flute", "hinge", "jar", "knot",
)  # fmt: skip
# "Example", "imaginary" or "made up", as names might be formed from it in the languages of the people served.
_ELSEWHERE = (
    "Przykładowska-Zmyślna", "ap Enghraifft", "ferch Enghraifft", "Ó Samplaigh", "MacSamhail", "Închipuitescu",
    "Példaváry", "Õppenäide", "Örnekoğlu", "Uydurmazade", "Pavyzdėnas", "Φανταστικίδης", "Вигаданенко", "ਕਲਪਨਿਕ",
    "কাল্পনিক", "خیالی", "虚构", "예시", "Tusaaleynta", "Àpẹẹrẹ", "Mfanowake", "Inventadez", "D’Exemple-Fictif",
)  # fmt: skip
_ELSEWHERE_SHARE = 0.12


def given_names(random: Random) -> str:
    """One or two given names."""
    name = random.choice(_GIVEN)
    return f"{name} {random.choice(_GIVEN)}" if random.random() < 0.2 else name


def family_name(random: Random) -> str:
    """A family name: a compound of two things, or a word for something made up."""
    if random.random() < _ELSEWHERE_SHARE:
        return random.choice(_ELSEWHERE)
    name = random.choice(_FIRST) + random.choice(_SECOND)
    return f"{name}-{random.choice(_FIRST)}" if random.random() < 0.05 else name


def full_name(random: Random) -> str:
    """A given and a family name."""
    return f"{random.choice(_GIVEN)} {family_name(random)}"
