// What the benchmark asks of node itself, as quickjs_emscripten.mjs does: a context of its own for a fresh
// run, which is the least that keeps two programs' globals apart.
import { rmSync } from "node:fs";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import vm from "node:vm";

const kept = vm.createContext({});
for await (const line of createInterface({ input: process.stdin })) {
    const { task, source, main, folder } = JSON.parse(line);
    const start = performance.now();
    let found;
    if (task === "modules") await import(pathToFileURL(main));
    else if (task === "repeated") found = vm.runInContext(source, kept);
    else found = vm.runInNewContext(source, { Date });
    const whole = performance.now() - start;
    if (folder) rmSync(folder, { recursive: true });
    console.log(task === "timed" ? found : whole);
}
