"""Who comes, when, and what the tills ring: three days in May, seen from the till.

Every amount is in fen, every rule is stated where it is applied, and the few sales that a till
has to survive rather than enjoy are written out at the end of each day.
"""

from datetime import date, datetime, timedelta

from .catalogue import ean13

ZONE = "Asia/Shanghai"
OFFSET = "+08:00"
DAYS = [date(2026, 5, 1), date(2026, 5, 2), date(2026, 5, 3)]
SALES_IN_A_DAY = [74, 68, 61]
# Store, till, and how much of the trade goes over it.
TILLS = [(1, 1, 45), (1, 2, 30), (2, 1, 25)]
STORES = [(1, 2, 23914), (2, 1, 7865)]
MEMBERS = 60
UNLISTED = 7777
COUPON_NUMBER = 1122

# Names that belong to nobody: the 24 solar terms, and plants of an English hedge.
NICKNAMES = (
    "立春 雨水 惊蛰 春分 清明 谷雨 立夏 小满 芒种 夏至 小暑 大暑 "
    "立秋 处暑 白露 秋分 寒露 霜降 立冬 小雪 大雪 冬至 小寒 大寒 "
    "Alder Ash Aspen Beech Birch Bracken Briar Bryony Burdock Campion Celandine Clover "
    "Comfrey Dogwood Elder Fennel Foxglove Hawthorn Hazel Heather Holly Hornbeam Ivy Juniper "
    "Larch Linden Mallow Maple Myrtle Nettle Oak Rowan Sorrel Spindle Tansy Willow"
).split()


def members():
    return [(number, ean13("29", number), NICKNAMES[number - 1])
            for number in range(1, MEMBERS + 1)]


def history(luck, members):
    """What half of the members bought in the weeks before: (member, day, sales, due, points)."""
    rows = []
    for number, _, _ in members:
        if number % 2:
            continue
        day = date(2026, 2, 1) + timedelta(days=luck.below(20))
        while day < DAYS[0]:
            due = luck.between(1200, 21000)
            rows.append((number, day, 1 + luck.one_in(7), due, due // 100))
            day += timedelta(days=luck.between(5, 40))
    return rows


def sales(luck, goods, members):
    """Every sale in the order of time, receipts counted from 1 per till and day."""
    moments = [moment for day, count in zip(DAYS, SALES_IN_A_DAY)
               for moment in moments_of(luck, day, count)]
    numbers = luck.shuffled(range(len(moments)))
    receipts = {}
    result = []
    for index, at in enumerate(moments):
        store, till = luck.weighted([t[:2] for t in TILLS], [t[2] for t in TILLS])
        key = (store, till, at.date())
        receipts[key] = receipts.get(key, 0) + 1
        member = luck.pick(members)[0] if not luck.one_in(6) else None
        sale = {
            "sale": 26050100000 + numbers[index],
            "at": at.isoformat() + OFFSET,
            "store": store,
            "till": till,
            "receipt": receipts[key],
        }
        if member:
            sale["member"] = member
        sale["lines"] = basket(luck, goods, member)
        result.append(sale)
    for place, change in ODD.items():
        change(result[place], goods)
    for sale in result:
        sale["total"] = total(sale["lines"])
    return result


def moments_of(luck, day, count):
    """So many different seconds between 07:00 and 21:30, twice as dense around noon and six."""
    seconds = set()
    while len(seconds) < count:
        hour = luck.weighted(range(7, 22), [2, 3, 3, 4, 6, 8, 5, 3, 3, 5, 8, 9, 7, 4, 1])
        second = hour * 3600 + luck.below(3600)
        if second < 77400:
            seconds.add(second)
    midnight = datetime.combine(day, datetime.min.time())
    return [midnight + timedelta(seconds=second) for second in sorted(seconds)]


def basket(luck, goods, member):
    shelf = [item for item in goods if item.price is not None]
    count = luck.weighted([1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15],
                          [9, 12, 14, 13, 11, 9, 8, 6, 5, 3, 1])
    picked = []
    while len(picked) < count:
        item = luck.pick(shelf)
        rare = item.points_class == "excluded" and not luck.one_in(4)
        if item not in picked and not rare:
            picked.append(item)
    return [line(luck, item, member) for item in picked]


def line(luck, item, member):
    if item.is_weighed:
        quantity = luck.between(12, 160) * 10 + luck.below(10)
        gross = (item.price * quantity + 500) // 1000
    elif item.multi_buy and luck.one_in(2):
        quantity, gross = item.multi_buy
    else:
        quantity = luck.weighted([1, 2, 3, 4, 6], [70, 18, 6, 3, 3])
        gross = item.price * quantity
    saved = gross * item.member_percent // 100 if member else 0
    # A maker's coupon on one line in thirty; now and then the store adds as much again.
    has_coupon = luck.one_in(30) and item.points_class != "excluded"
    coupon = luck.pick([100, 200, 300]) if has_coupon else 0
    match = min(coupon, gross - saved) if coupon and luck.one_in(3) else 0
    return written(item.number, quantity, gross, saved, match, coupon)


def written(product, quantity, gross, saved=0, match=0, coupon=0, kind=None):
    """One line as the file has it: what is nothing is left out."""
    fields = {"product": product, "qty": quantity, "gross": gross}
    if kind:
        fields["kind"] = kind
    if saved:
        fields["retail_disc"] = saved
    if match:
        fields["match_disc"] = match
    fields["net"] = gross - saved - match
    if coupon:
        fields["coupon_disc"] = coupon
    return fields


def total(lines):
    sums = {name: sum(row.get(name, 0) for row in lines)
            for name in ("gross", "retail_disc", "match_disc", "net", "coupon_disc")}
    return sums | {"paid": sums["net"] - sums["coupon_disc"]}


# What trips a till, by the place of the sale in the file.

def worth_more_than_the_goods(sale, goods):
    """A coupon of three yuan on a mint of 3.50, and another of five: paid is below zero."""
    mints = next(item for item in goods if item.name == "Mints")
    sale["lines"] = [written(mints.number, 1, mints.price, coupon=300),
                     written(COUPON_NUMBER, 0, 0, coupon=500, kind="coupon")]
    sale["member"] = 8


def not_in_the_catalogue(sale, goods):
    sale["lines"].append(written(UNLISTED, 2, 598))


def neither_goods_nor_money(sale, goods):
    sale["lines"].append(written(goods[40].number, 0, 0, kind="zero"))


def money_without_goods(sale, goods):
    sale["lines"].append(written(UNLISTED, 0, 120, kind="amount"))


def given_free(sale, goods):
    bag = next(item for item in goods if item.name == "Carrier bag")
    sale["lines"] = [row for row in sale["lines"] if row["product"] != bag.number]
    sale["lines"].append(written(bag.number, 1, bag.price, saved=bag.price))


def coupon_of_its_own(sale, goods):
    sale["lines"].append(written(COUPON_NUMBER, 0, 0, coupon=150, kind="coupon"))
    sale["member"] = 12
    sale["coupons"] = [{"campaign": 1, "coupon": "26050100001", "grade": "D"}]


ODD = {
    17: not_in_the_catalogue,
    31: neither_goods_nor_money,
    58: worth_more_than_the_goods,
    83: given_free,
    104: coupon_of_its_own,
    139: money_without_goods,
    171: not_in_the_catalogue,
    190: given_free,
}
