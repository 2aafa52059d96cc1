// A peer in JavaScript: a task for each line of input, an answer for each line of output, both JSON.
import { createInterface } from "node:readline";

/** The milliseconds that `work` takes, and what it gives, as text. */
export function timed(work) {
    const start = performance.now();
    const said = work();
    return { milliseconds: performance.now() - start, said: String(said) };
}

/** `run({ task, source, modules, … })` gives what `timed` gives. */
export async function serve(version, run) {
    if (process.argv[2] === "--first") {
        console.log((await run({ task: "fresh", source: process.argv[3] })).said);
        return;
    }
    console.log(JSON.stringify({ version }));
    for await (const line of createInterface({ input: process.stdin })) {
        const asked = JSON.parse(line);
        console.log(JSON.stringify(asked.task === "rate" ? await rate(run, asked) : await run(asked)));
    }
}

async function rate(run, { source, answer, seconds }) {
    const start = performance.now();
    let runs = 0;
    for (;;) {
        const spent = (performance.now() - start) / 1e3;
        if (spent >= seconds) return { runs, seconds: spent };
        const { said } = await run({ task: "fresh", source });
        if (said !== answer) return { cannot: `${said} in place of ${answer}` };
        runs += 1;
    }
}
