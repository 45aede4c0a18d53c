"""What the R1 programme makes of some trade, worked out in the plainest way there is.

It shares no line of code with the Swift programs and keeps no running totals: each answer is
counted from the sales themselves. So where the two agree, both are right or both misread the rule.
Only columns that R1 fills are written; the names, order and notation are those of `tillhub report`.

A sale is what a line of sales.jsonl says; a line's field that is 0 may be missing.
"""
import bisect
import collections
import dataclasses
import datetime

from tables import write_csv

WEIGHT = {"excluded": 0, "standard": 1, "double": 2}
TIERS = [(300000, "platinum"), (100000, "gold"), (25000, "silver")]
UNLISTED = ("(not in catalogue)", "standard")
MONEY = ["gross", "retail_disc", "match_disc", "net", "coupon_disc"]
MEMBER_COLUMNS = [
    "as_of", "member", "first_sale", "last_sale", "sales_365", "spend_365", "tier", "r_days",
    "r", "f", "m", "state", "r1_opening", "r1_earned", "r1_expired", "r1_balance", "r1_next30",
]
LOT_DAYS = 365


@dataclasses.dataclass
class Trade:
    """What R1 is asked about."""

    sales: list
    # Of each product, the department and the points class.
    goods: dict
    # Everybody who may buy, in the order of the report.
    members: list
    # From before the sales: (member, day, sales, due, points).
    history: list
    # The first day of the sales.
    opening: datetime.date
    # The days on which each member is looked at.
    days: list


def due(sale):
    """What the till asks for: it never pays out."""
    return max(0, sum(line["net"] - line.get("coupon_disc", 0) for line in sale["lines"]))


def weighted(sale, goods):
    """The base of points; a product that the catalogue lacks counts once."""
    return sum(
        WEIGHT[goods.get(line["product"], UNLISTED)[1]]
        * (line["net"] - line.get("coupon_disc", 0))
        for line in sale["lines"]
    )


def points(sale, goods):
    """A point on each whole hundred of the base, one floor a sale; without a member, none."""
    return max(0, weighted(sale, goods)) // 100 if "member" in sale else 0


def write(trade, out, suffix, sale_files):
    """Writes the answers to the folder `out`, in files that end with `suffix`.

    The answers by sale go to `sale_files`: a reader may want them under more than one name.
    """
    for name in sale_files:
        write_sales(trade, out / (name + suffix))
    write_store_days(trade, out / ("store_day" + suffix))
    write_till_days(trade, out / ("till_day" + suffix))
    write_departments(trade, out / ("department" + suffix))
    own = [
        (sale["member"], day_of(sale), 1, due(sale), points(sale, trade.goods))
        for sale in trade.sales if "member" in sale
    ]
    for start, known in (("cold", own), ("warm", trade.history + own)):
        rows = [
            row for day in trade.days
            for row in members(trade.members, known, trade.opening, day)
        ]
        write_csv(out / (f"member_{start}" + suffix), MEMBER_COLUMNS, rows)


def day_of(sale):
    """The day in the place of the sale."""
    return datetime.date.fromisoformat(sale["at"][:10])


def sums(lines, columns):
    """The sums of columns over lines."""
    return [sum(line.get(column, 0) for line in lines) for column in columns]


def lines_of(sales):
    """The lines of sales, one after the other."""
    return [line for sale in sales for line in sale["lines"]]


def buyers(sales):
    """How many members bought in sales."""
    return len({sale["member"] for sale in sales if "member" in sale})


def earned(trade, sales):
    """What sales bring: due and points."""
    return [sum(map(due, sales)), sum(points(sale, trade.goods) for sale in sales)]


def grouped(sales, key):
    """The sales under each key, in order of the keys."""
    groups = collections.defaultdict(list)
    for sale in sales:
        groups[key(sale)].append(sale)
    return sorted(groups.items())


def write_sales(trade, path):
    """A row a sale."""
    rows = (
        [
            sale["sale"], sale.get("member", ""), due(sale),
            weighted(sale, trade.goods), points(sale, trade.goods),
        ]
        for sale in trade.sales
    )
    write_csv(path, ["sale", "member", "due", "weighted", "r1_points"], rows)


def write_store_days(trade, path):
    """A row a store and day."""
    rows = []
    for (store, day), sales in grouped(trade.sales, lambda s: (s["store"], day_of(s))):
        lines = lines_of(sales)
        money = sums(lines, MONEY)
        rows.append([
            store, day, len(sales), buyers(sales), len(lines), *money, money[3] - money[4],
            *earned(trade, sales),
        ])
    columns = ["store", "date", "sales", "members", "lines", *MONEY, "paid", "due", "r1_points"]
    write_csv(path, columns, rows)


def write_till_days(trade, path):
    """A row a till and day."""
    rows = []
    tills = grouped(trade.sales, lambda s: (s["store"], s["till"], day_of(s)))
    for (store, till, day), sales in tills:
        rows.append([
            store, till, day, len(sales), max(sale["receipt"] for sale in sales),
            *sums(lines_of(sales), ["net", "coupon_disc"]), *earned(trade, sales),
        ])
    columns = [
        "store", "till", "date", "sales", "last_receipt", "net", "coupon_disc", "due", "r1_points",
    ]
    write_csv(path, columns, rows)


def write_departments(trade, path):
    """A row a department; what the catalogue lacks has one of its own."""
    found = collections.defaultdict(list)
    for sale in trade.sales:
        for line in sale["lines"]:
            department = trade.goods.get(line["product"], UNLISTED)[0]
            found[department].append((sale, line))
    rows = []
    for department, pairs in sorted(found.items()):
        sales = {sale["sale"]: sale for sale, _ in pairs}
        money = sums([line for _, line in pairs], MONEY)
        rows.append([department, len(pairs), len(sales), buyers(sales.values()), *money])
    write_csv(path, ["department", "lines", "sales", "members", *MONEY], rows)


def members(households, known, opening, as_of):
    """A row a household as it stands at the start of the day `as_of`.

    `known` holds (member, day, sales, due, points), and `opening` is the trade's first day.
    """
    window = as_of - datetime.timedelta(days=365)
    facts = collections.defaultdict(list)
    for member, *fact in sorted(known):
        if fact[0] < as_of:
            facts[member].append(fact)
    totals = {}
    for member in households:
        recent = [fact for fact in facts[member] if fact[0] >= window]
        totals[member] = (sum(f[1] for f in recent), sum(f[2] for f in recent))
    scored = [member for member in households if totals[member][0]]
    last = {member: (as_of - facts[member][-1][0]).days for member in scored}
    recency = sorted(-days for days in last.values())
    frequency = sorted(totals[member][0] for member in scored)
    money = sorted(totals[member][1] for member in scored)

    def score(values, value):
        return 1 + 5 * bisect.bisect_left(values, value) // len(values)

    for member in households:
        mine = facts[member]
        sales, spend = totals[member]
        tier = next((name for least, name in TIERS if spend >= least), "base")
        rfm = [""] * 4
        if sales:
            rfm = [
                last[member], score(recency, -last[member]),
                score(frequency, sales), score(money, spend),
            ]
        ends = [mine[0][0], mine[-1][0]] if mine else ["", ""]
        yield [
            as_of, member, *ends, sales, spend, tier, *rfm, state(mine, as_of),
            *balance(mine, opening, as_of),
        ]


def state(facts, as_of):
    """Where a household stands in its life with the shop; the first that fits."""
    if not facts:
        return "prospect"
    days = sorted({fact[0] for fact in facts})
    idle = (as_of - days[-1]).days
    for limit, name in ((180, "lost"), (90, "dormant"), (30, "at_risk")):
        if idle > limit:
            return name
    if (as_of - days[0]).days <= 30:
        return "new"
    fresh = as_of - datetime.timedelta(days=30)
    since = next(place for place, day in enumerate(days) if day >= fresh)
    return "won_back" if (days[since] - days[since - 1]).days > 90 else "active"


def balance(facts, opening, as_of):
    """Points at the opening, earned, expired, left, and going in the 30 days after `as_of`."""
    lots = [(day + datetime.timedelta(days=LOT_DAYS), day, value) for day, _, _, value in facts]
    start = sum(value for end, day, value in lots if day < opening < end)
    earned = sum(value for _, day, value in lots if day >= opening)
    expired = sum(value for end, _, value in lots if opening < end <= as_of)
    soon = as_of + datetime.timedelta(days=30)
    going = sum(value for end, _, value in lots if as_of < end <= soon)
    return [start, earned, expired, start + earned - expired, going]
