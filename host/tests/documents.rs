//! The documents' examples, run as they stand: each command of a console block, in a folder with the
//! demo and the policies of this repository, must print what the document shows.
//!
//! A block that cannot be run here says why, in a comment before it: `<!-- not run: … -->`. A file that
//! `cat` shows in a document, and that is not there, is made of what is shown.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test ends at the first fault"
)]

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Ends the output of a command.
const END: &str = "--- the end of the output of a command ---";

/// The documents for users.
fn documents() -> Vec<PathBuf> {
    let mut documents = vec![root().join("README.md"), root().join("wit/README.md")];
    for entry in root().join("docs").read_dir().unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "md") {
            documents.push(path);
        }
    }
    documents.sort();
    documents
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A block of commands and their output.
#[derive(Debug)]
struct Block {
    /// Where it begins, for messages.
    place: String,
    commands: Vec<Example>,
    /// Why it is not run.
    reason: Option<String>,
}

/// A command as it is typed, and what it prints.
#[derive(Debug, Default)]
struct Example {
    command: String,
    output: String,
}

/// The console blocks of a document.
fn blocks(document: &Path) -> Vec<Block> {
    let text = fs::read_to_string(document).unwrap();
    let name = document.strip_prefix(root()).unwrap().display().to_string();
    let mut blocks = Vec::new();
    let mut before = "";
    let mut lines = (1..).zip(text.lines());
    while let Some((number, line)) = lines.next() {
        if line == "```console" {
            let inside: Vec<&str> = lines
                .by_ref()
                .map(|(_, line)| line)
                .take_while(|line| *line != "```")
                .collect();
            let reason = before.strip_prefix("<!-- not run: ");
            blocks.push(Block {
                place: format!("{name}:{number}"),
                commands: examples(&inside),
                reason: reason.map(|reason| reason.trim_end_matches(" -->").to_owned()),
            });
        } else if line.starts_with("```") {
            // Another kind of block; its end is passed over with it.
            lines.by_ref().find(|(_, line)| *line == "```");
        }
        if !line.is_empty() {
            before = line;
        }
    }
    blocks
}

/// Splits a block's lines into commands, some with more than one line, and their output.
fn examples(lines: &[&str]) -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    let mut open: Option<&str> = None;
    let mut goes_on = false;
    for line in lines {
        if let Some(command) = line.strip_prefix("$ ").filter(|_| open.is_none()) {
            examples.push(Example {
                command: command.to_owned(),
                output: String::new(),
            });
            open = command
                .split_once("<<'")
                .map(|(_, word)| word.trim_end_matches('\''));
            goes_on = command.ends_with('\\');
        } else if let Some(example) = examples.last_mut() {
            if open.is_some() || goes_on {
                example.command += "\n";
                example.command += line;
                goes_on = open.is_none() && line.ends_with('\\');
                open = open.filter(|end| line != end);
            } else {
                example.output += line;
                example.output += "\n";
            }
        }
    }
    examples
}

/// A folder with what the documents name, and with what one of them has left there so far.
struct Desk(tempfile::TempDir);

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for name in ["demo", "policies"] {
            symlink(root().join(name), folder.path().join(name)).unwrap();
        }
        Self(folder)
    }

    /// Runs the commands of a block in one shell. Returns what each printed.
    fn run(&self, block: &Block) -> Vec<String> {
        let mut script = String::from("exec 2>&1\n");
        for example in &block.commands {
            if let Some(file) = example.command.strip_prefix("cat ") {
                let path = self.0.path().join(file);
                if !path.exists() {
                    fs::write(path, &example.output).unwrap();
                }
            }
            script += &example.command;
            // The next command may ask how this one ended.
            script += &format!("\nended=$?; printf '\\n%s\\n' '{END}'; (exit $ended)\n");
        }
        let binary = Path::new(env!("CARGO_BIN_EXE_golem-exec"));
        let mut path = vec![binary.parent().unwrap().to_owned()];
        path.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap()));
        let mut shell = Command::new("sh");
        for variable in ["EXEC_POLICY", "EXEC_TIMEOUT_MS", "EXEC_MEMORY_LIMIT_MB"] {
            shell.env_remove(variable);
        }
        let cache = Path::new(env!("CARGO_TARGET_TMPDIR")).join("documents");
        let shell = shell
            .args(["-c", &script])
            .current_dir(self.0.path())
            .env("PATH", std::env::join_paths(path).unwrap())
            .env("GOLEM_EXEC_CACHE", cache)
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let printed = String::from_utf8(shell.stdout).unwrap();
        let mut outputs: Vec<String> = printed.split(&format!("\n{END}\n")).map(shown).collect();
        assert_eq!(outputs.pop().as_deref(), Some(""), "{}", block.place);
        outputs
    }
}

/// Output as a document shows it: the end of the last line is not seen.
fn shown(output: &str) -> String {
    output.trim_end_matches('\n').to_owned()
}

#[test]
fn every_example_prints_what_the_document_shows() {
    let mut run = 0;
    for document in documents() {
        let desk = Desk::new();
        for block in blocks(&document)
            .iter()
            .filter(|block| block.reason.is_none())
        {
            let outputs = desk.run(block);
            assert_eq!(outputs.len(), block.commands.len(), "{}", block.place);
            for (example, output) in block.commands.iter().zip(outputs) {
                let (place, command) = (&block.place, &example.command);
                assert_eq!(output, shown(&example.output), "{place}: {command}");
                run += 1;
            }
        }
    }
    assert!(run >= 10, "only {run} commands are run");
}

#[test]
fn every_example_that_is_not_run_says_why() {
    for block in documents().iter().flat_map(|document| blocks(document)) {
        assert!(!block.commands.is_empty(), "{} has no command", block.place);
        if let Some(reason) = block.reason {
            assert!(reason.len() > 10, "{}: {reason}", block.place);
        }
    }
}

#[test]
fn commands_output_and_files_are_told_apart() {
    let lines = [
        "$ cat <<'END'",
        "$ 1",
        "END",
        "$ 1",
        "$ echo \\",
        "  2",
        "2",
        "$ true",
    ];
    let found: Vec<_> = examples(&lines)
        .into_iter()
        .map(|example| (example.command, example.output))
        .collect();
    // What lies between the words of a here-document is no command.
    let expected = [
        ("cat <<'END'\n$ 1\nEND", ""),
        ("1", ""),
        ("echo \\\n  2", "2\n"),
        ("true", ""),
    ];
    assert_eq!(
        found,
        expected.map(|(command, output)| (command.to_owned(), output.to_owned()))
    );
}

/// The links of a document lead to something.
#[test]
fn every_link_leads_somewhere() {
    for document in documents() {
        let text = fs::read_to_string(&document).unwrap();
        for target in text
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next())
        {
            let file = target.split('#').next().unwrap();
            if !target.contains("://") && !file.is_empty() {
                let path = document.parent().unwrap().join(file);
                assert!(path.exists(), "{}: {target}", document.display());
            }
        }
    }
}

/// The rows of the README's table whose header begins with `header`, by cells.
fn table(header: &str) -> Vec<Vec<String>> {
    let text = fs::read_to_string(root().join("README.md")).unwrap();
    let (_, rest) = text.split_once(&format!("\n| {header}")).unwrap();
    rest.lines()
        .skip(2)
        .take_while(|line| line.starts_with('|'))
        .map(|line| {
            let line = line.replace("\\|", "\u{0}");
            let cells = line.trim_matches('|').split('|');
            cells
                .map(|cell| cell.trim().replace('\u{0}', "|"))
                .collect()
        })
        .collect()
}

/// The words in backquotes.
fn quoted(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

fn help() -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_golem-exec"));
    let output = command.args(["run", "--help"]).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn every_option_and_exit_code_in_the_tables_is_in_the_help() {
    let help = help();
    for row in table("option | meaning") {
        for option in quoted(&row[0]) {
            let name = option.split([' ', '[']).next().unwrap();
            assert!(help.contains(name), "{name}");
        }
    }
    let codes = table("exit code | meaning");
    for code in codes
        .iter()
        .map(|row| &row[0])
        .filter(|code| code.parse::<u8>().is_ok())
    {
        let line = |line: &str| line.trim_start().starts_with(&format!("{code} "));
        assert!(help.lines().any(line), "{code} is not in the help");
    }
}

/// Every test that a promise names is there; a bare name lies beside the one before it.
#[test]
fn every_promise_has_its_test() {
    let promises = table("promise | mechanism");
    assert!(promises.len() > 10);
    for row in promises {
        let mut folder = root();
        let mut tests = 0;
        for name in quoted(&row[2])
            .into_iter()
            .filter(|name| !name.starts_with("cargo "))
        {
            let path = match name.contains('/') {
                true => root().join(name),
                false => folder.join(name),
            };
            assert!(path.exists(), "{}: {name}", row[0]);
            folder = path.parent().unwrap().to_owned();
            tests += 1;
        }
        assert!(
            tests > 0 || row[2].contains("cargo xtask test"),
            "{}",
            row[0]
        );
    }
}

/// The programs and tests that a cell of `docs/hostile-programs.md` names: a function stands after `::`.
fn is_there(name: &str, language: &str, extension: &str) -> bool {
    let (file, function) = name.split_once("::").unwrap_or((name, ""));
    if file.ends_with(".rs") {
        let text = fs::read_to_string(root().join(file)).unwrap_or_default();
        return !text.is_empty()
            && (function.is_empty() || text.contains(&format!("fn {function}(")));
    }
    let programs = root().join("tests/fixtures/matrix").join(language);
    let main = programs.join(file).join(format!("main.{extension}"));
    programs.join(format!("{file}.{extension}")).is_file() || main.is_file()
}

/// Whatever is tried has its programs in each language that has such a thing.
#[test]
fn every_hostile_program_is_there() {
    let text = fs::read_to_string(root().join("docs/hostile-programs.md")).unwrap();
    let mut tried = 0;
    for line in text.lines().filter(|line| line.starts_with("| ")) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        assert_eq!(cells.len(), 4, "{line}");
        if cells[0] == "what is tried" {
            continue;
        }
        for (cell, language, extension) in
            [(cells[1], "javascript", "js"), (cells[2], "python", "py")]
        {
            let names = quoted(cell);
            assert!(!names.is_empty() || cell == "—", "{line}");
            for name in names {
                assert!(
                    is_there(name, language, extension),
                    "{}: {language}: {name}",
                    cells[0]
                );
            }
        }
        assert!(!cells[3].is_empty(), "{line}");
        tried += 1;
    }
    assert!(tried > 80, "{tried}");
}
