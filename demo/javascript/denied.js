// Reaches for what no sandboxed program gets, says what it finds, and carries on.
import { execSync } from "node:child_process";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";

function attempt(what, action) {
  try {
    console.log(`${what}:`, action());
  } catch (error) {
    console.log(`${what}: ${error.message}`);
  }
}

attempt("list /", () => readdirSync("/"));
attempt("the host's environment", () => process.env);
attempt("network", () => typeof fetch);
attempt("read /etc/passwd", () => readFileSync("/etc/passwd", "utf8"));
attempt("climb out", () => readFileSync("../../etc/passwd", "utf8"));
attempt("start a process", () => execSync("id"));
attempt("its own files", () => {
  writeFileSync("note.txt", "mine");
  return readFileSync("note.txt", "utf8");
});
