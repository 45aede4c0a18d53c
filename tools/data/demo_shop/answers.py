"""What rule set R1 makes of the shop's trade; the rules themselves are in r1_answers."""

from datetime import date

import r1_answers

from .trade import DAYS

AS_OF = [date(2026, 5, 4), date(2026, 6, 15), date(2027, 5, 3)]


def write(folder, goods, members, sales, history):
    trade = r1_answers.Trade(
        sales=sales,
        goods={item.number: (item.department, item.points_class) for item in goods},
        members=[number for number, _, _ in members],
        history=history,
        opening=DAYS[0],
        days=AS_OF,
    )
    r1_answers.write(trade, folder, ".csv", ["sale"])
