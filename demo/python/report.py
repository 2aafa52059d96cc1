"""The sandbox at work: reads a CSV, checks it, computes statistics, and leaves a JSON and a database.

    golem-exec run demo/python/report.py --file demo/python/sales.csv
"""

import csv
import json
import re
import sqlite3
import statistics
import sys
from collections import defaultdict
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import NamedTuple

RATES = {"EUR": Decimal("1"), "USD": Decimal("0.92"), "GBP": Decimal("1.17")}
AMOUNT = re.compile(r"(?P<value>\d+\.\d{2}) (?P<currency>[A-Z]{3})")


class Sale(NamedTuple):
    day: date
    region: str
    amount: Decimal


def read(path):
    """The sales of a file in euros, and the lines that are none."""
    sales, rejected = [], []
    with path.open(encoding="utf-8", newline="") as file:
        for line, row in enumerate(csv.DictReader(file), start=2):
            match = AMOUNT.fullmatch(row["amount"])
            if match is None:
                rejected.append(f"line {line}: no amount: {row['amount']!r}")
                continue
            amount = Decimal(match["value"]) * RATES[match["currency"]]
            sales.append(Sale(date.fromisoformat(row["date"]), row["region"], amount))
    return sales, rejected


def summaries(sales):
    """What was sold in each region."""
    regions = defaultdict(list)
    for sale in sales:
        regions[sale.region].append(sale.amount)
    for region, amounts in sorted(regions.items()):
        yield {
            "region": region,
            "sales": len(amounts),
            "total": cents(sum(amounts)),
            "mean": cents(statistics.mean(amounts)),
        }


def cents(amount):
    return str(amount.quantize(Decimal("0.01"), ROUND_HALF_UP))


def store(sales, path):
    """Writes the sales to a database, and asks it for the best day."""
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE sales (day TEXT, region TEXT, euros REAL)")
        rows = [(sale.day.isoformat(), sale.region, float(sale.amount)) for sale in sales]
        database.executemany("INSERT INTO sales VALUES (?, ?, ?)", rows)
        best = "SELECT day, sum(euros) FROM sales GROUP BY day ORDER BY 2 DESC LIMIT 1"
        return database.execute(best).fetchone()


def table(rows):
    columns = list(rows[0])
    widths = [max(len(str(cell)) for cell in (name, *(row[name] for row in rows))) for name in columns]
    lines = [columns, ["-" * width for width in widths], *(row.values() for row in rows)]
    for line in lines:
        first, *others = zip(line, widths)
        yield "  ".join([first[0].ljust(first[1]), *(str(cell).rjust(width) for cell, width in others)])


def main():
    sales, rejected = read(Path("sales.csv"))
    print(f"read {len(sales)} sales, rejected {len(rejected)}")
    for reason in rejected:
        print(f"  {reason}", file=sys.stderr)
    rows = list(summaries(sales))
    print(*table(rows), sep="\n")
    out = Path("out")
    out.mkdir()
    (out / "report.json").write_text(json.dumps(rows, indent=2, ensure_ascii=False), encoding="utf-8")
    day, total = store(sales, out / "sales.db")
    print(f"best day: {day} with {total:.2f} EUR")
    for path in sorted(out.iterdir()):
        print(f"{path!s:<18} {path.stat().st_size:>5} bytes")


if __name__ == "__main__":
    main()
