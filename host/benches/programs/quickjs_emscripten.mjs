// What the benchmark asks of npm's quickjs-emscripten: a line of JSON with a task for each line of input,
// a line with its milliseconds for each line of output.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const { getQuickJS } = createRequire(`${process.env.NODE_MODULES}/`)("quickjs-emscripten");
const quickjs = await getQuickJS();

/** Runs a program in a runtime of its own. */
function fresh(source, modules) {
    const runtime = quickjs.newRuntime();
    if (modules) runtime.setModuleLoader((name) => modules[name], (_, name) => name.replace("./", ""));
    const context = runtime.newContext();
    try {
        return value(context, context.evalCode(source, "main.js", { type: modules ? "module" : "global" }));
    } finally {
        context.dispose();
        runtime.dispose();
    }
}

function value(context, result) {
    const handle = context.unwrapResult(result);
    const found = context.dump(handle);
    handle.dispose();
    return found;
}

const kept = quickjs.newRuntime().newContext();
for await (const line of createInterface({ input: process.stdin })) {
    const { task, source, modules } = JSON.parse(line);
    const start = performance.now();
    const found = task === "repeated" ? value(kept, kept.evalCode(source)) : fresh(source, modules);
    const whole = performance.now() - start;
    console.log(task === "timed" ? found : whole);
}
