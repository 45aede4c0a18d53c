"""The goods: goods.csv, with numbers, barcodes and the shop's standing offers added."""

import csv
from dataclasses import dataclass

FIRST_NUMBER = 1001


@dataclass(frozen=True)
class Product:
    number: int
    ean13: str
    department: str
    category: str
    type: str
    brand: str
    maker: int
    size: str
    unit: str
    points_class: str
    price: int | None
    name: str
    name_zh: str
    # So many pieces for so many fen: ten yuan for three has no unit price in whole fen.
    multi_buy: tuple[int, int] | None
    # What a member saves on a hundred fen.
    member_percent: int

    @property
    def is_weighed(self):
        return self.unit == "g"


def check_digit(digits):
    """The thirteenth digit of an EAN-13: weights 1 and 3 from the left, up to the next ten."""
    return -sum(int(digit) * (1, 3)[place % 2] for place, digit in enumerate(digits)) % 10


def ean13(prefix, number):
    digits = prefix + str(number).zfill(12 - len(prefix))
    return digits + str(check_digit(digits))


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [product(FIRST_NUMBER + index, row) for index, row in enumerate(rows)]


def product(number, row):
    # What the shop packs or weighs itself carries a number of its own (21), the rest a maker's.
    own = row["unit"] == "g" or row["department"] in ("PRODUCE", "BAKERY", "GIFT CARDS", "COUPONS")
    price = int(row["price_cents"]) if row["price_cents"] else None
    plain = row["points_class"] == "standard" and row["unit"] == "each" and price
    return Product(
        number=number,
        ean13=ean13("21", number) if own else ean13("690000", number),
        department=row["department"],
        category=row["category"],
        type=row["type"],
        brand="Private" if own else "National",
        maker=1 if own else 100 + number % 17,
        size=row["size"],
        unit=row["unit"],
        points_class=row["points_class"],
        price=price,
        name=row["name"],
        name_zh=row["name_zh"],
        multi_buy=(3, price * 5 // 2 // 10 * 10) if plain and number % 9 == 0 else None,
        member_percent=(10, 15, 20)[number % 3] if row["points_class"] != "excluded"
        and number % 5 == 0 else 0,
    )
