// node itself: a context of its own for a fresh run, which is the least that keeps two programs' globals apart.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import vm from "node:vm";

import { serve, timed } from "./serve.mjs";

const kept = vm.createContext({});

/** Modules are cached by their path: each run has a folder of its own, written before the clock starts. */
async function imported(source, modules) {
    const folder = mkdtempSync(join(tmpdir(), "modules-"));
    try {
        for (const [name, text] of Object.entries(modules)) writeFileSync(join(folder, name), text);
        const main = join(folder, "main.mjs");
        writeFileSync(main, source);
        const start = performance.now();
        await import(pathToFileURL(main));
        return { milliseconds: performance.now() - start, said: String(globalThis.found) };
    } finally {
        rmSync(folder, { recursive: true });
    }
}

await serve(`node ${process.version} (V8 ${process.versions.v8})`, ({ task, source, modules }) => {
    if (task === "modules") return imported(source, modules);
    if (task === "repeated") return timed(() => vm.runInContext(source, kept));
    if (task === "fresh") return timed(() => vm.runInNewContext(source));
    const context = vm.createContext({});
    return timed(() => vm.runInContext(source, context));
});
