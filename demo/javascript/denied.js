// Reaches for what no sandboxed program gets, says what it finds, and carries on.
import { execSync } from "node:child_process";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";

async function attempt(what, action) {
  try {
    console.log(`${what}:`, await action());
  } catch (error) {
    console.log(`${what}: ${error.message}`);
  }
}

await attempt("list /", () => readdirSync("/"));
await attempt("the host's environment", () => process.env);
await attempt("network", () => fetch("http://example.com/"));
await attempt("read /etc/passwd", () => readFileSync("/etc/passwd", "utf8"));
await attempt("climb out", () => readFileSync("../../etc/passwd", "utf8"));
await attempt("start a process", () => execSync("id"));
await attempt("its own files", () => {
  writeFileSync("note.txt", "mine");
  return readFileSync("note.txt", "utf8");
});
