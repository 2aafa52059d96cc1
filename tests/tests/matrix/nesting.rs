//! Deeply nested source: refused in the language's own words, or run; never a trap.
//!
//! `fixtures/matrix/<language>/nesting.txt` lists the shapes, one to a line: its name, what opens
//! a level, what lies inside of all of them, what closes a level, and `bounded` where the parser
//! recurses, so that 100,000 levels must be refused. `\n` and `\\` stand for what they do in Rust. A last field
//! is what the parser says where it takes what is deep for something else, as natively: QuickJS looks ahead no
//! further than 256 brackets.

use crate::case::{LANGUAGES, check_control, control, unhurried};
use crate::host::{Call, Ending, File, Guest, Host};
use crate::programs;

const LEVELS: [usize; 4] = [25, 1_000, 5_000, 100_000];

struct Shape {
    name: String,
    open: String,
    core: String,
    close: String,
    is_bounded: bool,
    taken_for_something_else: Option<String>,
}

impl Shape {
    fn all(guest: Guest) -> Vec<Self> {
        let table = programs::text(guest, "nesting.txt");
        let shapes = table.lines().map(|line| {
            let fields: Vec<&str> = line.split('\t').collect();
            let [name, open, core, close, bounded, ref rest @ ..] = fields[..] else {
                panic!("nesting.txt: {line:?} has {} fields", fields.len());
            };
            Self {
                name: name.into(),
                open: unescaped(open),
                core: unescaped(core),
                close: unescaped(close),
                is_bounded: bounded == "bounded",
                taken_for_something_else: rest.first().map(|message| (*message).to_owned()),
            }
        });
        shapes.collect()
    }

    /// Whether the parser may say `message` of the shape at some depth.
    fn is_refused_by(&self, guest: Guest, message: &str) -> bool {
        let other = self.taken_for_something_else.as_ref();
        programs::says_too_deep(guest, message)
            || other.is_some_and(|other| message.contains(other))
    }

    /// The same as a program tells it that compiles the source.
    fn is_said_by_the_program(&self, stdout: &str) -> bool {
        let other = self.taken_for_something_else.as_ref();
        other.is_some_and(|other| stdout == format!("{other}\nstill here\n"))
    }

    fn source(&self, levels: usize) -> String {
        self.open.repeat(levels) + &self.core + &self.close.repeat(levels) + "\n"
    }
}

fn unescaped(field: &str) -> String {
    field.replace("\\n", "\n").replace("\\\\", "\\")
}

/// Every shape at every depth, in every language and host. Failures are told together.
fn every_shape(test: impl Fn(Guest, &Host, &Shape, usize) -> Result<(), String>) {
    let mut failures = Vec::new();
    for &guest in LANGUAGES {
        for host in Host::all(guest, &unhurried()) {
            for shape in Shape::all(guest) {
                for levels in LEVELS {
                    if let Err(failure) = test(guest, &host, &shape, levels) {
                        let name = &shape.name;
                        failures.push(format!("{} {name} × {levels}: {failure}", host.name()));
                    }
                }
            }
            check_control(host.name(), &host.run(&control(guest)));
        }
    }
    assert!(
        failures.is_empty(),
        "{}\n\n{} failures",
        failures.join("\n\n"),
        failures.len()
    );
}

#[test]
fn nested_programs_run_or_do_not_compile() {
    every_shape(|guest, host, shape, levels| {
        let program = File::new(programs::entry(guest), shape.source(levels));
        let observed = host.run(&Call::new(guest, vec![program]));
        match observed.ending {
            Ending::Ok if levels == 100_000 && shape.is_bounded => Err("ran".into()),
            Ending::Ok if observed.stdout.as_deref() == Some("") => Ok(()),
            Ending::CompilationFailed if levels > 25 => match observed.stderr {
                Some(stderr) if shape.is_refused_by(guest, &stderr) => Ok(()),
                stderr => Err(format!("does not compile: {stderr:?}")),
            },
            // A tree of that size is more than the memory holds.
            Ending::ResourceExceeded if levels >= 5_000 => Ok(()),
            ending => Err(format!("{ending:?}, {:?}", observed.stderr)),
        }
    });
}

/// As a program that compiles another one sees it.
#[test]
fn nested_source_is_refused_to_a_program_in_a_way_that_it_can_catch() {
    every_shape(|guest, host, shape, levels| {
        let call = Call::new(
            guest,
            vec![
                File::new(
                    programs::entry(guest),
                    programs::source(guest, "nesting_main"),
                ),
                File::new("nested.txt", shape.source(levels)),
            ],
        );
        let observed = host.run(&call);
        let stdout = observed.stdout.as_deref().unwrap_or_default();
        match (&observed.ending, stdout) {
            (Ending::Ok, "ran\nstill here\n") if levels < 100_000 || !shape.is_bounded => Ok(()),
            (Ending::Ok, "refused\nstill here\n") if levels > 25 => Ok(()),
            (Ending::Ok, said) if levels > 25 && shape.is_said_by_the_program(said) => Ok(()),
            (ending, _) => Err(format!("{ending:?}, {stdout:?}, {:?}", observed.stderr)),
        }
    });
}
