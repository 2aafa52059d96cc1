"""An agent that has code run: the interface, as somebody sees it who knows nothing but its text."""

import base64

import wit_world
from componentize_py_types import Err
from wit_world.imports import types
from wit_world.imports.executor import Session, run
from wit_world.imports.types import Encoding, File, Language, LanguageKind, Limits

PROGRAMS = {
    LanguageKind.JAVASCRIPT: {
        "prints": """
            import { readFileSync } from 'node:fs';
            const input = readFileSync(0, 'utf8');
            console.log(process.argv.slice(2).join(' '), process.env.WHO, input);
            console.error('aside');
            process.exit(3);
        """,
        "writes": """
            import { readFileSync, writeFileSync } from 'node:fs';
            writeFileSync('out.txt', readFileSync('in.txt', 'utf8').toUpperCase());
        """,
        "does not compile": "let = = 1",
        "fails": "console.log('so far'); throw new Error('on purpose')",
        "never ends": "for (;;) {}",
        "forks": "import { fork } from 'node:child_process'; fork('x')",
    },
    LanguageKind.PYTHON: {
        "prints": """
import os, sys
print(*sys.argv[1:], os.environ["WHO"], sys.stdin.read())
print("aside", file=sys.stderr)
sys.exit(3)
""",
        "writes": "open('out.txt', 'w').write(open('in.txt').read().upper())",
        "does not compile": "def = 1",
        "fails": "print('so far'); raise RuntimeError('on purpose')",
        "never ends": "while True: pass",
        "forks": "import os; os.fork()",
    },
}

UNLIMITED = Limits(None, None, None, None)


class WitWorld(wit_world.WitWorld):
    def check(self, language: str) -> str:
        kind = LanguageKind[language.upper()]
        try:
            stateless(kind, PROGRAMS[kind])
            errors(kind, PROGRAMS[kind])
            session(kind, PROGRAMS[kind])
        except AssertionError as failure:
            raise Err(str(failure))
        return "everything is as it should be"


def once(kind: LanguageKind, program: str, limits: Limits = UNLIMITED):
    main = File("main", program.encode(), None)
    return run(Language(kind, None), [main], None, [], [], limits)


def stateless(kind: LanguageKind, programs: dict) -> None:
    main = File("main", programs["prints"].encode(), None)
    result = run(Language(kind, "any"), [main], "input", ["a", "b"], [("WHO", "agent")], None)
    equal("stdout", result.run.stdout, "a b agent input\n")
    equal("stderr", result.run.stderr, "aside\n")
    equal("exit code", result.run.exit_code, 3)
    equal("compile", result.compile, None)
    true("the time", result.time_ms is not None)
    true("the memory", (result.memory_bytes or 0) > 0)


def errors(kind: LanguageKind, programs: dict) -> None:
    """Each error of the interface."""
    syntax = error_of(lambda: once(kind, programs["does not compile"]))
    equal("a syntax error", type(syntax), types.Error_CompilationFailed)
    true("the parser's words", "SyntaxError" in syntax.value.stderr)

    failed = error_of(lambda: once(kind, programs["fails"]))
    equal("an exception", type(failed), types.Error_RuntimeFailed)
    equal("what was printed", failed.value.stdout, "so far\n")
    true("the traceback", "on purpose" in failed.value.stderr)

    limits = Limits(time_ms=200, memory_bytes=None, file_size_bytes=None, max_processes=None)
    late = error_of(lambda: once(kind, programs["never ends"], limits))
    equal("a program that never ends", type(late), types.Error_Timeout)

    forks = error_of(lambda: once(kind, programs["forks"]))
    equal("a process", type(forks), types.Error_ResourceExceeded)

    other = LanguageKind.PYTHON if kind == LanguageKind.JAVASCRIPT else LanguageKind.JAVASCRIPT
    foreign = error_of(lambda: once(other, ""))
    equal("another language", type(foreign), types.Error_UnsupportedLanguage)

    outside = File("../up", b"", None)
    malformed = error_of(lambda: run(Language(kind, None), [outside], None, [], [], None))
    equal("a malformed name", type(malformed), types.Error_Internal)


def session(kind: LanguageKind, programs: dict) -> None:
    session = Session(Language(kind, None))
    session.upload(File("work/main", programs["writes"].encode(), None))
    session.upload(File("work/in.txt", base64.b64encode(b"quiet"), Encoding.BASE64))
    session.upload(File("work/raw", b"00ff", Encoding.HEX))
    session.set_working_dir("work")
    for _ in range(2):
        equal("the session's run", session.run("main", [], None, [], None).run.exit_code, 0)
    equal("the download", bytes(session.download("out.txt")), b"QUIET")
    equal("the decoded upload", bytes(session.download("raw")), b"\x00\xff")
    equal("the files", session.list_files("."), ["in.txt", "main", "out.txt", "raw"])
    absent = error_of(lambda: session.download("nowhere"))
    equal("an absent file", absent.value, 'download "nowhere": no such file')

    other = Session(Language(kind, None))
    equal("another session's files", other.list_files("."), [])

    session.close()
    session.close()
    for closed in [
        lambda: session.list_files("."),
        lambda: session.run("main", [], None, [], None),
        lambda: session.upload(File("x", b"", None)),
    ]:
        equal("a closed session", type(error_of(closed)), types.Error_Internal)


def error_of(call):
    """The error that a call answers."""
    try:
        answer = call()
    except Err as error:
        return error.value
    raise AssertionError(f"no error, but {answer}")


def equal(what: str, found, expected) -> None:
    true(f"{what}: {found!r}, expected {expected!r}", found == expected)


def true(what: str, holds: bool) -> None:
    if not holds:
        raise AssertionError(what)
