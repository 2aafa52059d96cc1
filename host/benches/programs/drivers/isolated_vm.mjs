// npm's isolated-vm: a V8 isolate and a context for each fresh run.
import { createRequire } from "node:module";

import { serve, timed } from "./serve.mjs";

const require = createRequire(`${process.env.NODE_MODULES}/`);
const ivm = require("isolated-vm");
const { version } = require("isolated-vm/package.json");

/** An isolate with a context, for the time of `work`. */
function withContext(work) {
    const isolate = new ivm.Isolate({ memoryLimit: 128 });
    try {
        return work(isolate.createContextSync(), isolate);
    } finally {
        isolate.dispose();
    }
}

/** Instantiating asks for promises of modules: the one task that is not synchronous. */
async function imported(source, modules) {
    const start = performance.now();
    const isolate = new ivm.Isolate({ memoryLimit: 128 });
    try {
        const context = isolate.createContextSync();
        const main = isolate.compileModuleSync(source);
        await main.instantiate(context, (name) => isolate.compileModuleSync(modules[name.replace("./", "")]));
        await main.evaluate();
        const said = String(context.evalSync("found"));
        return { milliseconds: performance.now() - start, said };
    } finally {
        isolate.dispose();
    }
}

const kept = new ivm.Isolate({ memoryLimit: 128 }).createContextSync();

await serve(`isolated-vm ${version}`, ({ task, source, modules }) => {
    if (task === "modules") return imported(source, modules);
    if (task === "repeated") return timed(() => kept.evalSync(source));
    if (task === "timed") return withContext((context) => timed(() => context.evalSync(source)));
    return timed(() => withContext((context) => context.evalSync(source)));
});
