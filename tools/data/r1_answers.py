"""What the R1 programme makes of a month, worked out in the plainest way there is.

It shares no line of code with the Swift programs and keeps no running totals: each answer is
counted from the sales themselves. So where the two agree, both are right or both misread the rule.
Only columns that R1 fills are written; the names, order and notation are those of `tillhub report`.
"""
import bisect
import collections
import datetime

from trade_source import write_csv

TIERS = [(300000, "platinum"), (100000, "gold"), (25000, "silver")]
UNKNOWN = "(not in catalogue)"
MONEY = ["gross", "retail_disc", "match_disc", "net", "coupon_disc"]
MEMBER_COLUMNS = [
    "as_of", "member", "first_sale", "last_sale", "sales_365", "spend_365", "tier", "r_days",
    "r", "f", "m", "state", "r1_opening", "r1_earned", "r1_expired", "r1_balance", "r1_next30",
]
LOT_DAYS = 365


def write(source, month, name, out):
    """Writes expected/ for the sales `month` of the month called `name`."""
    out.mkdir(parents=True, exist_ok=True)
    for start in ("cold", "warm"):
        write_csv(
            out / f"sale_{start}.csv.gz", ["sale", "member", "due", "weighted", "r1_points"],
            (
                [s["sale"], s["member"], source.due(s), source.weighted(s), source.r1_points(s)]
                for s in month
            ),
        )
    write_store_days(source, month, out)
    write_till_days(source, month, out)
    write_departments(source, month, out)
    history = [
        (member, datetime.date.fromisoformat(day), *row)
        for (member, day), row in source.history(name).items()
    ]
    own = [
        (s["member"], datetime.date.fromisoformat(s["day"]), 1, source.due(s), source.r1_points(s))
        for s in month
    ]
    first = datetime.date.fromisoformat(f"{name}-01")
    after = (first + datetime.timedelta(days=31)).replace(day=1)
    days = [after, after + datetime.timedelta(days=45), first + datetime.timedelta(days=380)]
    for start, known in (("cold", own), ("warm", history + own)):
        rows = [row for day in days for row in members(source.households, known, first, day)]
        write_csv(out / f"member_{start}.csv.gz", MEMBER_COLUMNS, rows)


def sums(sales, columns):
    """The sums of line columns over sales."""
    return [sum(line[column] for s in sales for line in s["lines"]) for column in columns]


def grouped(sales, key):
    """The sales under each key, in order of the keys."""
    groups = collections.defaultdict(list)
    for sale in sales:
        groups[key(sale)].append(sale)
    return sorted(groups.items())


def write_store_days(source, month, out):
    """A row a store and day."""
    rows = []
    for (store, day), sales in grouped(month, lambda s: (s["store"], s["day"])):
        money = sums(sales, MONEY)
        rows.append([
            store, day, len(sales), len({s["member"] for s in sales}),
            sum(len(s["lines"]) for s in sales), *money, money[3] - money[4],
            sum(map(source.due, sales)), sum(map(source.r1_points, sales)),
        ])
    columns = ["store", "date", "sales", "members", "lines", *MONEY, "paid", "due", "r1_points"]
    write_csv(out / "store_day.csv.gz", columns, rows)


def write_till_days(source, month, out):
    """A row a till and day."""
    rows = []
    for (store, till, day), sales in grouped(month, lambda s: (s["store"], s["till"], s["day"])):
        rows.append([
            store, till, day, len(sales), max(s["receipt"] for s in sales),
            *sums(sales, ["net", "coupon_disc"]),
            sum(map(source.due, sales)), sum(map(source.r1_points, sales)),
        ])
    columns = [
        "store", "till", "date", "sales", "last_receipt", "net", "coupon_disc", "due", "r1_points",
    ]
    write_csv(out / "till_day.csv.gz", columns, rows)


def write_departments(source, month, out):
    """A row a department; what the catalogue lacks has one of its own."""
    departments = {p["product_id"]: p["department"] for p in source.products}
    rows = collections.defaultdict(lambda: [0, set(), set(), [0] * len(MONEY)])
    for sale in month:
        for line in sale["lines"]:
            row = rows[departments.get(line["product"], UNKNOWN)]
            row[0] += 1
            row[1].add(sale["sale"])
            row[2].add(sale["member"])
            row[3] = [total + line[column] for total, column in zip(row[3], MONEY)]
    write_csv(
        out / "department.csv.gz", ["department", "lines", "sales", "members", *MONEY],
        (
            [name, lines, len(sales), len(buyers), *money]
            for name, (lines, sales, buyers, money) in sorted(rows.items())
        ),
    )


def members(households, known, opening, as_of):
    """A row a household as it stands at the start of the day `as_of`.

    `known` holds (member, day, sales, due, points), and `opening` is the month's first day.
    """
    window = as_of - datetime.timedelta(days=365)
    facts = collections.defaultdict(list)
    for member, day, count, due, earned in sorted(known):
        if day < as_of:
            facts[member].append((day, count, due, earned))
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
            *points(mine, opening, as_of),
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


def points(facts, opening, as_of):
    """Points at the opening, earned, expired, left, and going in the 30 days after `as_of`."""
    lots = [(day + datetime.timedelta(days=LOT_DAYS), day, value) for day, _, _, value in facts]
    start = sum(value for end, day, value in lots if day < opening < end)
    earned = sum(value for _, day, value in lots if day >= opening)
    expired = sum(value for end, _, value in lots if opening < end <= as_of)
    soon = as_of + datetime.timedelta(days=30)
    going = sum(value for end, _, value in lots if as_of < end <= soon)
    return [start, earned, expired, start + earned - expired, going]
