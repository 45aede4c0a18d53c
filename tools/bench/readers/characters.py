"""Python's own codecs for GB2312, GBK and GB18030, over whole alphabets and real names."""

import unicodedata

from cases import Case, Check, first_difference
from layout import DOUBLES
from specimens import Specimens

AREAS = ("gb2312", "gbk", "gb18030")
# Sixteen squares fit a line of 48 cells whatever they are.
LINE = 16

NAMES = """
王喆 李喆 陈龑 刘嫄 赵昺 朱镕基 陶喆 张堃 吴翀 周玥 郑珺 冯骦 蒋赟 沈晢 韩犇 杨燚 朱翊鋆 秦叕 尤淼 许垚
𠮷野家 㐂寿司 䶮 㛃 㑇 𬱖 𬸣 𬍛 𫖮 𣗋 𪚥 㵘 𨭎 𨭆 𠅤 𡋾 𤭢 𫚖 𬬻 䴔䴖
ᠮᠣᠩᠭᠣᠯ བོད་ ئۇيغۇر ꆈꌠ
生日快乐🎂 谢谢惠顾😀 满100减20🧧 新品🆕 拼音 nǐ hǎo àéìòù 希腊 αβγΩ 俄文 Привет
㎡ ㏎ ℃ ￥ ¥ € £ ° × ÷ ± “引号” ‘单引号’ …… —— 〈书名〉《书名》【注】 ①②⑩ Ⅳ ㈠ 甲乙丙
""".split()


def alphabet() -> list[str]:
    """Every character that prints, of the blocks that a Chinese font may hold, and some beyond."""
    blocks = (
        range(0xA1, 0x180), range(0x391, 0x452), range(0x2010, 0x2680), range(0x3000, 0x3400),
        range(0x3400, 0x4DC0), range(0x4E00, 0xA000), range(0xF900, 0xFB00), range(0xFE30, 0xFE70),
        range(0xFF01, 0xFFE7), range(0x1F300, 0x1F650, 7), range(0x20000, 0x2A6E0, 101),
        range(0x2A700, 0x2EBE0, 211), range(0x30000, 0x31350, 307),
    )
    silent = {"Cc", "Cf", "Cn", "Mc", "Mn", "Me", "Zl", "Zp"}
    found = (chr(value) for block in blocks for value in block)
    return [character for character in found if unicodedata.category(character) not in silent]


def corpus() -> list[dict]:
    characters = alphabet()
    lines = ["".join(characters[at : at + LINE]) for at in range(0, len(characters), LINE)]
    names = [word for word in NAMES if not any(unicodedata.combining(c) for c in word)]
    return [
        {"name": f"{kind}-{area}", "area": area, "lines": given}
        for area in AREAS
        for kind, given in (("alphabet", lines), ("names", names))
    ]


# Python has GB18030 of the year 2000. The edition of 2005 moved these eight into two bytes, where
# the C library and the printers' fonts have them.
MOVED = dict(zip("龴龵龶龷龸龹龺龻", (b"\xfeY", b"\xfea", b"\xfef", b"\xfeg", b"\xfem", b"\xfe~",
                                   b"\xfe\x90", b"\xfe\xa0")))
# GB2312 has one dot and one dash in the middle of a line; which of Unicode's they are, Python says
# otherwise than GBK, the C library and everybody's texts.
DOT_AND_DASH = {"·": b"\xa1\xa4", "•": b"\xa1\xa4", "—": b"\xa1\xaa", "―": b"\xa1\xfe"}
def encoded(character: str, area: str) -> bytes:
    """The bytes of one character by Python's codec; the mark `〓` where the area lacks it."""
    if ord(character) <= 0xA0:
        return character.encode("ascii", "replace")
    if area == "gb2312" and character in DOT_AND_DASH:
        return DOT_AND_DASH[character]
    if area == "gb18030" and character in MOVED:
        return MOVED[character]
    for wanted in (character, DOUBLES.get(character)):
        try:
            given = (wanted or "").encode(area)
        except UnicodeEncodeError:
            continue
        if len(given) > 1:
            return given
    return b"\xa1\xfe"


def has_width(character: str) -> bool:
    return unicodedata.category(character) not in ("Mn", "Me", "Cf")


def expected(text: dict) -> bytes:
    """`ESC @`, Chinese mode at the first line that needs it, the lines, and the mode left again."""
    body, is_chinese = b"\x1b@", False
    for line in text["lines"]:
        shown = [encoded(character, text["area"]) for character in line if has_width(character)]
        if not is_chinese and any(len(given) > 1 for given in shown):
            body, is_chinese = body + b"\x1c&", True
        body += b"".join(shown) + b"\n"
    return body + b"\x1c." if is_chinese else body


def checks(specimens: Specimens) -> list[Check]:
    check = Check("Python's codecs", "GB2312, GBK, GB18030 on the wire", "the same bytes")
    count = 0
    for text in specimens.texts:
        theirs = expected(text)
        count += sum(len(line) for line in text["lines"])
        check.cases.append(
            Case(
                text["name"],
                specimens.bytes_of(text),
                lambda ours, theirs=theirs: first_difference(ours, theirs),
            )
        )
    check.subject += f", {count:,} characters"
    return [check]
