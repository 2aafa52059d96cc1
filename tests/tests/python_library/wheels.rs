//! Packages that a caller gives to a run or a session: importable at once, and read-only.

use std::io::Write;

use golem_exec::{Language, OutcomeKind, Request, SessionRequest, Wheel};
use rawzip::ZipArchiveWriter;

use crate::{assert_prints, sandbox, text};

/// A wheel with a package, a module, data and metadata, as a build tool makes it.
fn wheel() -> Wheel {
    let entries = [
        (
            "greet/__init__.py",
            "from .words import hello\n__version__ = '1.2'\n",
        ),
        (
            "greet/words.py",
            "from importlib.resources import files\n\n\
             def hello(name):\n    \
                 return files(__package__).joinpath('text.txt').read_text() % name\n",
        ),
        ("greet/text.txt", "Hello, %s!"),
        ("greet_more.py", "import greet\n"),
        (
            "greet-1.2.dist-info/METADATA",
            "Metadata-Version: 2.1\nName: greet\nVersion: 1.2\n",
        ),
        (
            "greet-1.2.dist-info/WHEEL",
            "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        ),
        (
            "greet-1.2.dist-info/RECORD",
            "greet/__init__.py,,\ngreet/words.py,,\n",
        ),
    ];
    let mut writer = ZipArchiveWriter::new(Vec::new());
    for (name, content) in entries {
        let (mut entry, config) = writer.new_file(name).start().unwrap();
        let mut data = config.wrap(&mut entry);
        data.write_all(content.as_bytes()).unwrap();
        let (_, descriptor) = data.finish().unwrap();
        entry.finish(descriptor).unwrap();
    }
    let bytes = writer.finish().unwrap();
    Wheel::read("greet-1.2-py3-none-any.whl", &bytes).unwrap()
}

const USES_IT: &str = "\
import importlib.metadata, greet, greet_more
print(greet.hello('world'), greet.__version__, importlib.metadata.version('greet'))
print([str(file) for file in importlib.metadata.files('greet')])
print(greet.__file__)
";

const USED: &str = "\
Hello, world! 1.2 1.2
['greet/__init__.py', 'greet/words.py']
/usr/lib/python3.13/site-packages/greet/__init__.py
";

#[test]
fn a_run_imports_its_packages() {
    let request = Request::new(Language::Python, "main.py", USES_IT).wheel(&wheel());
    assert_prints(&sandbox().run(request).unwrap(), USED);
    // The next run has none.
    let request = Request::new(Language::Python, "main.py", USES_IT);
    let outcome = sandbox().run(request).unwrap();
    assert_eq!(outcome.kind, OutcomeKind::RuntimeFailed);
    assert!(text(&outcome.stderr).ends_with("ModuleNotFoundError: No module named 'greet'\n"));
}

#[test]
fn so_does_every_run_of_a_session() {
    let session = sandbox().session(Language::Python).unwrap();
    session.install(&wheel()).unwrap();
    session.upload("main.py", USES_IT).unwrap();
    for _ in 0..2 {
        assert_prints(&session.run(SessionRequest::new("main.py")).unwrap(), USED);
    }
    assert_eq!(session.list_files("").unwrap(), ["main.py"]);
}

#[test]
fn packages_are_read_only() {
    let program = "\
import errno, greet, os, shutil
for change in (
    lambda: open(greet.__file__, 'a'),
    lambda: os.unlink(greet.__file__),
    lambda: os.rename(greet.__file__, '/workspace/mine.py'),
    lambda: os.mkdir('/usr/lib/python3.13/site-packages/evil'),
    lambda: open('/usr/lib/python3.13/site-packages/os.py', 'w'),
    lambda: os.symlink('/workspace', '/usr/lib/python3.13/site-packages/link'),
    lambda: os.link(greet.__file__, '/workspace/linked.py'),
    lambda: shutil.rmtree('/usr/lib/python3.13/site-packages/greet'),
):
    try:
        change()
    except OSError as error:
        print(errno.errorcode[error.errno], end=' ')
    else:
        print('done', end=' ')
print(greet.hello('still'))
";
    let request = Request::new(Language::Python, "main.py", program).wheel(&wheel());
    let outcome = sandbox().run(request).unwrap();
    assert_prints(
        &outcome,
        "EROFS EROFS EXDEV EROFS EROFS EROFS EXDEV ENOTCAPABLE Hello, still!\n",
    );
}

/// A program's own modules come first, the standard library's next.
#[test]
fn packages_replace_nothing() {
    let program = "import json, greet\nprint(json.__file__, greet.own)\n";
    let request = Request::new(Language::Python, "main.py", program)
        .file("greet.py", "own = True")
        .file(".site-packages/json.py", "raise SystemExit('taken over')")
        .wheel(&wheel());
    let outcome = sandbox().run(request).unwrap();
    assert_prints(&outcome, "/usr/lib/python3.13/json/__init__.py True\n");
}

/// What a Golem user does, who has plain files only.
#[test]
fn plain_files_do_as_well() {
    let request = Request::new(
        Language::Python,
        "main.py",
        "import plain\nprint(plain.__file__)\n",
    )
    .file(".site-packages/plain.py", "");
    let outcome = sandbox().run(request).unwrap();
    assert_prints(&outcome, "/usr/lib/python3.13/site-packages/plain.py\n");
}
