// quickjs-ng's own program: a task for each line of input, an answer for each line of output, both JSON.
import * as os from "qjs:os";
import * as std from "qjs:std";

function say(answer) {
    std.out.puts(`${JSON.stringify(answer)}\n`);
    std.out.flush();
}

function timed(source) {
    const start = performance.now();
    const said = std.evalScript(source);
    return { milliseconds: performance.now() - start, said: String(said) };
}

/** Modules are cached by their path: each run has a folder of its own, written before the clock starts. */
async function imported(source, modules) {
    const [folder, error] = os.mkdtemp("/tmp/modules-XXXXXX");
    if (error !== 0) throw new Error(`mkdtemp: ${error}`);
    const files = Object.entries({ ...modules, "main.mjs": source });
    for (const [name, text] of files) {
        const file = std.open(`${folder}/${name}`, "w");
        file.puts(text);
        file.close();
    }
    const start = performance.now();
    await import(`${folder}/main.mjs`);
    const milliseconds = performance.now() - start;
    for (const [name] of files) os.remove(`${folder}/${name}`);
    os.remove(folder);
    return { milliseconds, said: String(globalThis.found) };
}

if (scriptArgs[1] === "--first") {
    print(std.evalScript(scriptArgs[2]));
} else {
    say({ version: `${navigator.userAgent}, without our patches` });
    for (let line = std.in.getline(); line !== null; line = std.in.getline()) {
        const { task, source, modules } = JSON.parse(line);
        say(task === "modules" ? await imported(source, modules) : timed(source));
    }
}
