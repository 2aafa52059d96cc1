// Sales from CSV text, and the lines that are none.
const LINE = /^(?<date>\d{4}-\d{2}-\d{2}),(?<region>[\p{L} ]+),(?<amount>\d+(?:\.\d{2})?) (?<currency>[A-Z]{3})$/u;

export function parse(text) {
  const rows = [];
  const rejected = [];
  for (const [index, line] of text.trimEnd().split("\n").entries()) {
    if (index === 0) continue;
    const { groups } = line.match(LINE) ?? {};
    if (groups === undefined) {
      rejected.push({ line: index + 1, text: line, reason: `not a sale: ${JSON.stringify(line)}` });
    } else {
      rows.push({ ...groups, amount: Number(groups.amount) });
    }
  }
  return { rows, rejected };
}
