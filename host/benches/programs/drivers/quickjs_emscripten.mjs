// npm's quickjs-emscripten: a runtime and a context for each fresh run.
import { createRequire } from "node:module";

import { serve, timed } from "./serve.mjs";

const require = createRequire(`${process.env.NODE_MODULES}/`);
const { getQuickJS } = require("quickjs-emscripten");
const { version } = require("quickjs-emscripten/package.json");
const quickjs = await getQuickJS();

/** A runtime with a context, for the time of `work`. */
function withContext(modules, work) {
    const runtime = quickjs.newRuntime();
    if (modules) runtime.setModuleLoader((name) => modules[name], (_, name) => name.replace("./", ""));
    const context = runtime.newContext();
    try {
        return work(context);
    } finally {
        context.dispose();
        runtime.dispose();
    }
}

function value(context, source, type) {
    const handle = context.unwrapResult(context.evalCode(source, "main.js", { type }));
    const found = context.dump(handle);
    handle.dispose();
    return found;
}

const kept = quickjs.newRuntime().newContext();

await serve(`quickjs-emscripten ${version}`, ({ task, source, modules }) => {
    if (task === "repeated") return timed(() => value(kept, source));
    if (task === "timed") return withContext(null, (context) => timed(() => value(context, source)));
    return timed(() =>
        withContext(modules, (context) => {
            if (!modules) return value(context, source);
            value(context, source, "module");
            return value(context, "found");
        }),
    );
});
