// Tries to change what its policy lets it only read.
import { readFileSync, writeFileSync } from "node:fs";

console.log("line 1:", readFileSync("sales.csv", "utf8").split("\n")[1]);
writeFileSync("sales.csv", "date,region,amount\n");
