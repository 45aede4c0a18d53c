"""The answers of rule set R1, worked out from the sales by hand-sized arithmetic.

R1: a sale earns one point on every whole 100 fen of its weighted base; a lot is good for 365
days. These few lines know nothing of the Swift engine, which is their use.
"""

from collections import defaultdict
from datetime import date, timedelta

from .files import write_csv

WEIGHT = {"excluded": 0, "standard": 1, "double": 2}
AS_OF = [date(2026, 5, 4), date(2026, 6, 15), date(2027, 5, 3)]
TIERS = [(300000, "platinum"), (100000, "gold"), (25000, "silver"), (0, "base")]
UNLISTED = "(not in catalogue)"


def day_of(sale):
    return date.fromisoformat(sale["at"][:10])


def due_of(sale):
    return max(0, sale["total"]["paid"])


def points_of(sale, goods):
    """What the sale earned; one without a member earns nothing."""
    weighted = sum(WEIGHT[goods[row["product"]].points_class if row["product"] in goods
                          else "standard"] * (row["net"] - row.get("coupon_disc", 0))
                   for row in sale["lines"])
    return weighted, max(0, weighted) // 100 if "member" in sale else 0


def write(folder, goods, members, sales, history):
    goods = {item.number: item for item in goods}
    write_sales(folder, goods, sales)
    write_days(folder, goods, sales)
    write_departments(folder, goods, sales)
    numbers = [number for number, _, _ in members]
    cold = [(sale["member"], day_of(sale), 1, due_of(sale), points_of(sale, goods)[1])
            for sale in sales if "member" in sale]
    write_members(folder / "member_cold.csv", numbers, [], cold)
    write_members(folder / "member_warm.csv", numbers, history, cold)


def write_sales(folder, goods, sales):
    rows = [[sale["sale"], sale.get("member", ""), due_of(sale), *points_of(sale, goods)]
            for sale in sales]
    write_csv(folder / "sale.csv", ["sale", "member", "due", "weighted", "r1_points"], rows)


def write_days(folder, goods, sales):
    stores, tills = defaultdict(list), defaultdict(list)
    for sale in sales:
        stores[sale["store"], day_of(sale)].append(sale)
        tills[sale["store"], sale["till"], day_of(sale)].append(sale)

    def sums(group, *names):
        return [sum(sale["total"][name] for sale in group) for name in names]

    def result(group):
        return [sum(map(due_of, group)), sum(points_of(sale, goods)[1] for sale in group)]

    write_csv(
        folder / "store_day.csv",
        ["store", "date", "sales", "members", "lines", "gross", "retail_disc", "match_disc",
         "net", "coupon_disc", "paid", "due", "r1_points"],
        [[*key, len(group), len({sale["member"] for sale in group if "member" in sale}),
          sum(len(sale["lines"]) for sale in group),
          *sums(group, "gross", "retail_disc", "match_disc", "net", "coupon_disc", "paid"),
          *result(group)] for key, group in sorted(stores.items())])
    write_csv(
        folder / "till_day.csv",
        ["store", "till", "date", "sales", "last_receipt", "net", "coupon_disc", "due",
         "r1_points"],
        [[*key, len(group), max(sale["receipt"] for sale in group),
          *sums(group, "net", "coupon_disc"), *result(group)]
         for key, group in sorted(tills.items())])


def write_departments(folder, goods, sales):
    lines = defaultdict(list)
    for sale in sales:
        for row in sale["lines"]:
            item = goods.get(row["product"])
            lines[item.department if item else UNLISTED].append((sale, row))
    amounts = ("gross", "retail_disc", "match_disc", "net", "coupon_disc")
    write_csv(
        folder / "department.csv",
        ["department", "lines", "sales", "members", *amounts],
        [[name, len(rows), len({sale["sale"] for sale, _ in rows}),
          len({sale["member"] for sale, _ in rows if "member" in sale}),
          *[sum(row.get(amount, 0) for _, row in rows) for amount in amounts]]
         for name, rows in sorted(lines.items())])


def write_members(path, numbers, opening, slice_rows):
    rows = []
    for as_of in AS_OF:
        known = defaultdict(list)
        for member, day, sales, due, points in opening + slice_rows:
            if day < as_of:
                known[member].append((day, sales, due, points))
        year = {member: in_year(lots, as_of) for member, lots in known.items()}
        active = {member: facts for member, facts in year.items() if facts[0] >= 1}
        first = {member: sum(points for m, _, _, _, points in opening if m == member)
                 for member in numbers}
        rows += [[as_of, member, *standing(known[member], as_of),
                  *scores(member, active), state(known[member], as_of),
                  *balance(known[member], first[member], as_of)] for member in numbers]
    write_csv(path, ["as_of", "member", "first_sale", "last_sale", "sales_365", "spend_365",
                     "tier", "r_days", "r", "f", "m", "state", "r1_opening", "r1_earned",
                     "r1_expired", "r1_balance", "r1_next30"], rows)


def in_year(lots, as_of):
    """Sales and spend in the 365 days before, and the days since the last sale."""
    recent = [lot for lot in lots if lot[0] >= as_of - timedelta(days=365)]
    return (sum(lot[1] for lot in recent), sum(lot[2] for lot in recent),
            (as_of - max(lot[0] for lot in lots)).days)


def standing(lots, as_of):
    if not lots:
        return ["", "", 0, 0, "base"]
    sales, spend, _ = in_year(lots, as_of)
    tier = next(name for floor, name in TIERS if spend >= floor)
    return [min(lots)[0], max(lots)[0], sales, spend, tier]


def scores(member, active):
    """Days since the last sale, and fifths of the active members strictly worse."""
    if member not in active:
        return ["", "", "", ""]
    own = active[member]

    def fifth(is_worse):
        return 1 + 5 * sum(map(is_worse, active.values())) // len(active)

    return [own[2], fifth(lambda other: other[2] > own[2]), fifth(lambda other: other[0] < own[0]),
            fifth(lambda other: other[1] < own[1])]


def state(lots, as_of):
    days = sorted({lot[0] for lot in lots})
    if not days:
        return "prospect"
    idle = (as_of - days[-1]).days
    for limit, name in ((180, "lost"), (90, "dormant"), (30, "at_risk")):
        if idle > limit:
            return name
    if (as_of - days[0]).days <= 30:
        return "new"
    since = next(place for place, day in enumerate(days) if day >= as_of - timedelta(days=30))
    back = since > 0 and (days[since] - days[since - 1]).days > 90
    return "won_back" if back else "active"


def balance(lots, opening, as_of):
    def ends(lot):
        return lot[0] + timedelta(days=365)

    everything = sum(lot[3] for lot in lots)
    expired = sum(lot[3] for lot in lots if ends(lot) <= as_of)
    soon = sum(lot[3] for lot in lots if as_of < ends(lot) <= as_of + timedelta(days=30))
    return [opening, everything - opening, expired, everything - expired, soon]
