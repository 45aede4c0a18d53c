"""biip, reading the same codes: element strings, Digital Links, GTIN and UPC-E."""

import random

import biip
from biip.gs1_application_identifiers import GS1ApplicationIdentifier
from biip.gs1_digital_link_uris import GS1DigitalLinkURI
from biip.gs1_messages import GS1Message
from biip.gtin import Gtin
from biip.upc import Upc
from cases import Case, Check
from specimens import Specimens

SEED = 20170501
# Identifiers whose values are easy to make up, with their form: digits, or characters up to so
# many. Those with a check digit get one.
FORMS = {
    "00": "k18", "01": "k14", "02": "k14", "10": "x20", "11": "d", "15": "d", "17": "d",
    "20": "n2", "21": "x20", "22": "x20", "37": "n..8", "240": "x30", "241": "x30", "250": "x30",
    "400": "x30", "401": "x30", "410": "k13", "413": "k13", "414": "k13", "415": "k13",
    "420": "x20", "3100": "n6", "3103": "n6", "3105": "n6", "3202": "n6", "3922": "n..15",
    "7003": "t", "8005": "n6", "8008": "t", "8020": "x25", "90": "x30", "91": "x90", "99": "x90",
}
SIGNS = "ABCXYZabcxyz0123456789-/._+"


def check_digit(digits: str) -> str:
    total = sum(int(d) * (3 if at % 2 == 0 else 1) for at, d in enumerate(reversed(digits)))
    return str(-total % 10)


def value(form: str, dice: random.Random) -> str:
    digits = lambda count: "".join(dice.choice("0123456789") for _ in range(count))
    if form[0] == "k":
        body = digits(int(form[1:]) - 1)
        return body + check_digit(body)
    if form[0] == "d":
        return f"{dice.randrange(100):02}{dice.randrange(1, 13):02}{dice.randrange(1, 29):02}"
    if form[0] == "t":
        return value("d", dice) + f"{dice.randrange(24):02}{dice.randrange(60):02}"
    if form.startswith("n.."):
        return digits(dice.randrange(1, int(form[3:]) + 1))
    if form[0] == "n":
        return digits(int(form[1:]))
    return "".join(dice.choice(SIGNS) for _ in range(dice.randrange(1, int(form[1:]) + 1)))


def element_strings(dice: random.Random) -> str:
    chosen = dice.sample(sorted(FORMS), dice.randrange(1, 5))
    parts = []
    for digits in chosen:
        needs = GS1ApplicationIdentifier.extract(digits).separator_required
        parts.append(digits + value(FORMS[digits], dice) + ("\x1d" if needs else ""))
    text = "".join(parts).rstrip("\x1d")
    if dice.randrange(4) == 0:  # one digit or sign is misread
        place = dice.randrange(len(text))
        text = text[:place] + dice.choice("0123456789") + text[place + 1 :]
    return text


def digital_link(dice: random.Random) -> str:
    text = f"https://id.gs1.org/01/{value('k14', dice)}"
    if dice.randrange(2):
        text += f"/10/{dice.randrange(1, 99999)}"
    if dice.randrange(2):
        text += f"/21/{dice.randrange(1, 99999)}"
    return text + dice.choice(["", f"?17={value('d', dice)}", "?3103=000415"])


def corpus() -> list[dict]:
    dice = random.Random(SEED)
    codes = [{"kind": "element-strings", "text": element_strings(dice)} for _ in range(2000)]
    codes += [{"kind": "digital-link", "text": digital_link(dice)} for _ in range(200)]
    for _ in range(500):
        body = "".join(dice.choice("0123456789") for _ in range(dice.choice((7, 11, 12, 13))))
        last = check_digit(body) if dice.randrange(3) else dice.choice("0123456789")
        codes.append({"kind": "gtin", "text": body + last})
    for _ in range(300):
        digits = "0" + "".join(dice.choice("0123456789") for _ in range(6))
        codes.append({"kind": "upc-e", "text": digits + dice.choice("0123456789")})
    return codes


def theirs(kind: str, text: str) -> str | None:
    """What biip reads, as GS1 prints it under a code; None when it refuses."""
    try:
        if kind == "element-strings":
            return strict(GS1Message.parse(text))
        if kind == "digital-link":
            return GS1DigitalLinkURI.parse(text).as_gs1_message().as_hri()
        if kind == "gtin":
            return Gtin.parse(text).as_gtin_14()
        return Gtin.parse(Upc.parse(text).as_upc_a()).as_gtin_14()
    except biip.ParseError:
        return None


def strict(message: GS1Message) -> str | None:
    """What biip reads, less what it lets pass and we refuse.

    It reads on where a number's check digit is wrong, and says so; and it ends a value at its
    greatest length where the separator that has to follow is missing.
    """
    rest = message.value
    for element in message.element_strings:
        if element.gtin_error or element.gln_error or element.sscc_error:
            return None
        rest = rest[len(element) :]
        if rest and element.ai.separator_required and not rest.startswith("\x1d"):
            return None
        rest = rest.lstrip("\x1d")
    return message.as_hri()


def checks(specimens: Specimens) -> list[Check]:
    subjects = {
        "element-strings": "GS1 element strings",
        "digital-link": "GS1 Digital Links",
        "gtin": "GTIN-8, -12, -13, -14",
        "upc-e": "UPC-E",
    }
    made = {
        kind: Check("biip 5.2.0", subject, "read or refused alike")
        for kind, subject in subjects.items()
    }
    for reading in specimens.readings:
        kind, text = reading["kind"], reading["text"]
        wanted = (theirs(kind, text) or "").encode()
        made[kind].cases.append(
            Case(
                repr(text),
                (reading.get("read") or "").encode(),
                lambda ours, wanted=wanted: (
                    None if ours == wanted else f"ours {ours!r}, theirs {wanted!r}"
                ),
            )
        )
    for check in made.values():
        refused = sum(1 for case in check.cases if not case.ours)
        check.subject += f" ({refused:,} of them bad)"
    return list(made.values())
