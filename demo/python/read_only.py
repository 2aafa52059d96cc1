"""Tries to change what its policy lets it only read."""

from pathlib import Path

sales = Path("sales.csv")
print("line 1:", sales.read_text(encoding="utf-8").splitlines()[1])
with sales.open("w") as file:
    file.write("date,region,amount\n")
