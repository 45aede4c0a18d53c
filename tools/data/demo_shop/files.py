"""How everything is written down: UTF-8, one line end, no byte that depends on the day."""

import json

from tables import write_csv

from .catalogue import check_digit
from .trade import ZONE


def write_lines(path, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n")


def write_sales(folder, sales):
    order = ("sale", "at", "store", "till", "receipt", "member", "lines", "coupons", "total")
    write_lines(folder / "sales.jsonl",
                [{key: sale[key] for key in order if key in sale} for sale in sales])


def write_masters(folder, goods, members, stores, history):
    write_csv(
        folder / "products.csv",
        ["product_id", "ean13", "department", "category", "type", "brand", "manufacturer_id",
         "size", "unit", "points_class", "price_cents", "name", "name_zh"],
        [[item.number, item.ean13, item.department, item.category, item.type, item.brand,
          item.maker, item.size, item.unit, item.points_class,
          "" if item.price is None else item.price, item.name, item.name_zh] for item in goods])
    write_csv(folder / "stores.csv", ["store_id", "tills", "sales_in_2026", "time_zone"],
              [[store, tills, sales, ZONE] for store, tills, sales in stores])
    write_csv(folder / "members.csv", ["member_id", "card_ean13", "name"], members)
    write_csv(folder / "opening_history.csv", ["member", "date", "sales", "due", "r1_points"],
              history)


def write_coupons(folder, goods, members):
    write_csv(folder / "campaigns.csv",
              ["campaign_id", "type", "start_date", "end_date", "members", "coupons"],
              [[1, "B", "2026-04-27", "2026-05-10", len(members[::3]), 2]])
    write_csv(folder / "campaign_members.csv", ["campaign_id", "member_id"],
              [[1, number] for number, _, _ in members[::3]])
    drinks = [item.number for item in goods if item.department == "DRINKS"]
    frozen = [item.number for item in goods if item.department == "FROZEN"]
    write_lines(folder / "coupons.jsonl", [coupon("26050100001", drinks),
                                           coupon("26050100002", frozen)])


def coupon(digits, products):
    # UPC-12 is EAN-13 without its leading zero.
    upc12 = digits + str(check_digit("0" + digits))
    return {"campaign": 1, "coupon": digits, "upc12": upc12, "products": products}
