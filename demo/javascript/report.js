// The sandbox at work: reads a CSV, checks it, asks a slow "service" for rates, and writes a report.
//
//   golem-exec run demo/javascript/report.js --file demo/javascript/lib --file demo/javascript/sales.csv
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import settings from "./lib/settings.json" with { type: "json" };
import { parse } from "./lib/csv.js";
import { ratesFor } from "./lib/rates.js";
import { totals } from "./lib/totals.js";

const [currency = settings.currency] = process.argv.slice(2);

const { rows, rejected } = parse(readFileSync("sales.csv", "utf8"));
console.log(`read ${rows.length} sales, rejected ${rejected.length}`);
for (const { line, reason } of rejected) console.warn(`  line ${line}: ${reason}`);

const rates = await ratesFor(new Set(rows.map((row) => row.currency)), currency);
const summary = totals(rows, rates);
console.table(summary);

mkdirSync("out");
writeFileSync(join("out", "report.json"), JSON.stringify({ currency, summary }, null, 2));
writeFileSync(join("out", "rejected.txt"), rejected.map(({ text }) => `${text}\n`).join(""));
for (const name of readdirSync("out")) {
  console.log(`out/${name}`.padEnd(20), `${statSync(join("out", name)).size} bytes`);
}
