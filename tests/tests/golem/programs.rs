//! The programs that are run, in both languages.

/// A language, by what differs from one to the other.
pub(crate) struct Language {
    pub(crate) component: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) file: &'static str,
    pub(crate) prints_a_line: &'static str,
    pub(crate) computes_for_five_seconds: &'static str,
    /// Prints all that a program can learn of the clock and of chance.
    pub(crate) asks_the_world: &'static str,
}

pub(crate) const LANGUAGES: [Language; 2] = [
    Language {
        component: "exec-javascript.wasm",
        kind: "javascript",
        file: "main.js",
        prints_a_line: "console.log('hello')",
        computes_for_five_seconds: "const end = Date.now() + 5000;
            let n = 0;
            while (n < 1e12) { n++; if (n % 5000000 === 0 && Date.now() > end) break; }
            console.log('done')",
        asks_the_world: "import { writeFileSync, mkdtempSync, statSync } from 'node:fs';
            import { randomUUID } from 'node:crypto';
            writeFileSync('f', String(Math.random()));
            console.log(Math.random(), randomUUID(), mkdtempSync('t-'));
            console.log(Date.now(), performance.now(), statSync('f').mtimeMs);",
    },
    Language {
        component: "exec-python.wasm",
        kind: "python",
        file: "main.py",
        prints_a_line: "print('hello')",
        computes_for_five_seconds: "import time
end = time.time() + 5
n = 0
while n < 10**12:
    n += 1
    if n % 1000000 == 0 and time.time() > end:
        break
print('done')",
        asks_the_world: "import os, random, secrets, tempfile, time, uuid
open('f', 'w').write(str(random.random()))
print(random.random(), secrets.token_hex(), os.urandom(4), uuid.uuid4(), uuid.uuid1())
print(tempfile.mkdtemp(), time.time(), time.monotonic(), time.perf_counter(), os.stat('f').st_mtime_ns)
print(hash(object()), id(object()))",
    },
];
