//! `golem-exec session` on a terminal: a real one, as far as the program can tell.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test ends at the first fault"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use rexpect::reader::Options;
use rexpect::session::{PtySession, spawn_with_options};

/// The component is compiled once, by whoever comes first.
const PATIENCE_MS: u64 = 120_000;

const COUNTS: &str = "const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const count = existsSync('count') ? Number(readFileSync('count', 'utf8')) + 1 : 1;
writeFileSync('count', String(count));
console.log(`run ${count} ` + process.argv.slice(2).join(' '));
";

const TAB: &str = "\t";
const UP: &str = "\u{1b}[A";

/// A folder with a program, a cache of compiled code, and a history of its own.
struct Desk {
    folder: tempfile::TempDir,
    cache: PathBuf,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("counting.cjs"), COUNTS).unwrap();
        let cache = folder.path().join("cache");
        Self { folder, cache }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    /// A session at its first prompt.
    fn session(&self) -> Terminal {
        let mut terminal = self.first_session();
        terminal.sees("a session; :help lists the commands");
        terminal.is_asked();
        terminal
    }

    /// A session that has just been started.
    fn first_session(&self) -> Terminal {
        let mut command = Command::new(env!("CARGO_BIN_EXE_golem-exec"));
        for variable in ["EXEC_POLICY", "EXEC_TIMEOUT_MS", "EXEC_MEMORY_LIMIT_MB"] {
            command.env_remove(variable);
        }
        command
            .arg("session")
            .current_dir(self.path())
            .env("GOLEM_EXEC_CACHE", &self.cache)
            .env("TERM", "xterm");
        let options = Options::new()
            .timeout_ms(Some(PATIENCE_MS))
            .strip_ansi_escape_codes(true);
        Terminal(spawn_with_options(command, options).unwrap())
    }
}

struct Terminal(PtySession);

impl Terminal {
    fn sends(&mut self, keys: &str) {
        self.0.send(keys).unwrap();
        self.0.flush().unwrap();
    }

    /// Waits for the next prompt: what is typed before it is lost, as the terminal changes its mode.
    #[track_caller]
    fn is_asked(&mut self) {
        if let Err(error) = self.0.exp_regex(r"\n\r*\S+> ") {
            panic!("no prompt: {error}");
        }
    }

    /// Enters a line and sees it echoed.
    fn enters(&mut self, line: &str) {
        self.sends(&format!("{line}\r"));
        self.sees(line);
    }

    /// Waits for a text; what came before it is passed over.
    #[track_caller]
    fn sees(&mut self, text: &str) {
        if let Err(error) = self.0.exp_string(text) {
            panic!("{text:?} is not seen: {error}");
        }
    }

    /// Ends the input.
    #[track_caller]
    fn ends_its_input(self) {
        self.ends(|session| session.send_control('d').unwrap());
    }

    /// Leaves by `leave`, and ends with the exit code 0.
    #[track_caller]
    fn ends(mut self, leave: impl FnOnce(&mut PtySession)) {
        leave(&mut self.0);
        self.0.exp_eof().unwrap();
        let status = format!("{:?}", self.0.process().wait().unwrap());
        assert!(
            status.starts_with("Exited(") && status.ends_with(", 0)"),
            "{status}"
        );
    }
}

#[test]
fn commands_are_carried_out_and_the_prompt_says_where() {
    let desk = Desk::new();
    let mut terminal = desk.session();
    terminal.enters(":upload counting.cjs sub/counting.cjs");
    terminal.is_asked();
    terminal.enters(":ls");
    terminal.sees("sub/");
    terminal.is_asked();
    terminal.enters(":cd sub");
    terminal.sees("sub> ");
    for (line, answer) in [
        (":run counting.cjs a 'b c'", "run 1 a b c"),
        (":run counting.cjs", "run 2 "),
        (":download count here.txt", ""),
        (":cat counting.cjs", "existsSync('count')"),
    ] {
        terminal.enters(line);
        terminal.sees(answer);
        terminal.is_asked();
    }
    terminal.ends(|session| {
        session.send_line(":quit").unwrap();
    });
    assert_eq!(fs::read(desk.path().join("here.txt")).unwrap(), b"2");
}

#[test]
fn what_fails_is_explained_and_asked_on() {
    let desk = Desk::new();
    let mut terminal = desk.session();
    for (line, explanation) in [
        ("ls", "\"ls\" is no command; :help lists them"),
        (":run", ":run: expected :run FILE [ARGS...]"),
        (":run 'a", "a quote is not closed"),
        (":run nowhere.js", ":run \"nowhere.js\": no such file"),
        (":cd nowhere", ":cd \"nowhere\": no such file"),
        (":download nowhere", ":download \"nowhere\": no such file"),
        ("help", ":download GUEST [HOST]"),
        (":upload nowhere.js", "nowhere.js"),
        (":help", ":download GUEST [HOST]"),
    ] {
        terminal.enters(line);
        terminal.sees(explanation);
        terminal.is_asked();
    }
    fs::write(desk.path().join("exits.js"), "process.exit(3)").unwrap();
    terminal.enters(":upload exits.js");
    terminal.is_asked();
    terminal.enters(":run exits.js");
    terminal.sees("exit code 3");
    terminal.is_asked();
    terminal.ends_its_input();
}

/// Commands, files of the session, and where a file of the host's is asked for, those.
#[test]
fn the_tabulator_completes() {
    let desk = Desk::new();
    let mut terminal = desk.session();
    terminal.sends(":up");
    terminal.sends(TAB);
    terminal.sees(":upload ");
    terminal.sends("counti");
    terminal.sends(TAB);
    terminal.sees("counting.cjs");
    terminal.sends(" program.cjs\r");
    terminal.is_asked();
    terminal.sends(":ru");
    terminal.sends(TAB);
    terminal.sees(":run ");
    terminal.sends("pro");
    terminal.sends(TAB);
    terminal.sees("program.cjs");
    terminal.sends("\r");
    terminal.sees("run 1 ");
    terminal.is_asked();
    terminal.ends_its_input();
}

#[test]
fn lines_come_back_in_this_session_and_in_the_next() {
    let desk = Desk::new();
    let mut first = desk.session();
    first.enters(":upload counting.cjs");
    first.is_asked();
    first.enters(":run counting.cjs");
    first.sees("run 1 ");
    first.is_asked();
    first.sends(UP);
    first.sees(":run counting.cjs");
    first.sends("\r");
    first.sees("run 2 ");
    first.is_asked();
    first.ends_its_input();
    let mut second = desk.session();
    second.sends(UP);
    second.sees(":run counting.cjs");
    second.sends(UP);
    second.sees(":upload counting.cjs");
    second.sends("\r");
    second.is_asked();
    second.enters(":ls");
    second.sees("counting.cjs");
    second.is_asked();
    second.ends_its_input();
}

/// A name that a program chose may need quotes, or be none for a terminal.
#[test]
fn names_are_completed_as_words() {
    let desk = Desk::new();
    let program = "const { writeFileSync } = require('node:fs');
writeFileSync('with space', 'shown\\n');
writeFileSync('evil\\x1b[31mname', '');
";
    fs::write(desk.path().join("names.cjs"), program).unwrap();
    let mut terminal = desk.session();
    terminal.enters(":upload names.cjs");
    terminal.is_asked();
    terminal.enters(":run names.cjs");
    terminal.is_asked();
    for start in [":cat wit", ":cat 'wit", " :cat wit"] {
        terminal.sends(start);
        terminal.sends(TAB);
        terminal.sees("'with space'");
        terminal.sends("\r");
        terminal.sees("shown");
        terminal.is_asked();
    }
    // Nothing is put in.
    terminal.sends(":cat evi");
    terminal.sends(TAB);
    terminal.sends("\r");
    terminal.sees(":cat \"evi\": no such file");
    terminal.is_asked();
    terminal.ends_its_input();
}

/// What is typed ahead, and what is pasted with several lines, is all carried out.
#[test]
fn no_line_is_lost() {
    let desk = Desk::new();
    let mut terminal = desk.session();
    terminal.sends(":upload counting.cjs\r:run counting.cjs\r:run counting.cjs a\r");
    terminal.sees("run 1 ");
    terminal.sees("run 2 a");
    terminal.is_asked();
    terminal.sends("\u{1b}[200~:run counting.cjs b\n:run counting.cjs c\n\u{1b}[201~\r");
    terminal.sees("run 3 b");
    terminal.sees("run 4 c");
    terminal.is_asked();
    terminal.ends_its_input();
}

/// Control-C while a program runs ends the program, wherever it is; the session is what it was before.
#[test]
fn an_interrupt_ends_the_program_alone() {
    let desk = Desk::new();
    for (name, program) in [
        ("computes.cjs", "console.log('beg' + 'ins'); for (;;) {}"),
        (
            "sleeps.cjs",
            "console.log('beg' + 'ins'); setTimeout(() => {}, 4500)",
        ),
    ] {
        let program = format!("require('node:fs').writeFileSync('lost', '');\n{program}");
        fs::write(desk.path().join(name), program).unwrap();
    }
    let mut terminal = desk.session();
    for line in [":upload counting.cjs", ":run counting.cjs"] {
        terminal.enters(line);
        terminal.is_asked();
    }
    for name in ["computes.cjs", "sleeps.cjs"] {
        terminal.enters(&format!(":upload {name}"));
        terminal.is_asked();
        terminal.enters(&format!(":run {name}"));
        terminal.sees("begins");
        terminal.0.send_control('c').unwrap();
        terminal.sees("note: interrupted; the session is what it was before the run");
        terminal.sees("exit code 130");
        terminal.is_asked();
        terminal.enters(":cat lost");
        terminal.sees(":cat \"lost\": no such file");
        terminal.is_asked();
    }
    terminal.enters(":run counting.cjs");
    terminal.sees("run 2 ");
    terminal.is_asked();
    terminal.ends_its_input();
}

/// Nobody stares at a screen for seconds without knowing why.
#[test]
fn the_first_run_of_a_machine_says_what_takes_so_long() {
    let desk = Desk::new();
    let mut terminal = desk.first_session();
    terminal.sees("note: compiling the JavaScript component");
    terminal.sees("a session; :help lists the commands");
    terminal.is_asked();
    terminal.ends_its_input();
    let mut again = desk.first_session();
    again.0.exp_regex("^a session").unwrap();
    again.is_asked();
    again.ends_its_input();
}

/// Control-C gives up the line that is being typed, and nothing else.
#[test]
fn an_interrupt_gives_up_the_line() {
    let desk = Desk::new();
    let mut terminal = desk.session();
    terminal.sends(":run nonsense");
    terminal.sees(":run nonsense");
    terminal.0.send_control('c').unwrap();
    terminal.is_asked();
    terminal.enters(":upload counting.cjs");
    terminal.is_asked();
    terminal.enters(":run counting.cjs");
    terminal.sees("run 1 ");
    terminal.is_asked();
    terminal.ends_its_input();
}
