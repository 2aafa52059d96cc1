//! Python's programs, each a file that defines `program`.

use super::{Group, LONG, MIDDLE, Measure, Row, Unit, program, starts};
use crate::peer::Task;

const IMPORTS: [&str; 14] = [
    "urllib.request",
    "unittest",
    "zipfile",
    "statistics",
    "pathlib",
    "decimal",
    "random",
    "json",
    "re",
    "datetime",
    "dataclasses",
    "sqlite3",
    "asyncio",
    "csv",
];

/// Name, source, answer.
const PROGRAMS: [(&str, &str, &str); 6] = [
    ("fib(27)", include_str!("../python/fib.py"), "196418"),
    (
        "2,000,000 steps",
        include_str!("../python/loop.py"),
        "7000000",
    ),
    ("JSON", include_str!("../python/json.py"), "3907000"),
    (
        "regular expressions",
        include_str!("../python/regex.py"),
        "128000",
    ),
    ("strings", include_str!("../python/string.py"), "368993"),
    ("sort", include_str!("../python/sort.py"), "20399136"),
];

pub(crate) fn groups() -> Vec<Group> {
    let [start, rate] = starts(&program("print(1 + 1)", "2"));
    let programs = PROGRAMS.iter().map(|(name, source, answer)| Row {
        name: (*name).to_owned(),
        measure: Measure::Time(Task::Timed),
        program: program(timed(source), *answer),
        repeats: LONG,
    });
    let imports = IMPORTS.iter().map(|module| Row {
        name: format!("import {module}"),
        measure: Measure::Time(Task::Fresh),
        program: program(format!("import {module}\nprint('imported')"), "imported"),
        repeats: MIDDLE,
    });
    vec![
        start,
        rate,
        Group {
            title: "Programs",
            slug: "programs",
            unit: Unit::Milliseconds,
            rows: programs.collect(),
        },
        Group {
            title: "Fresh runs that import a module",
            slug: "imports",
            unit: Unit::Milliseconds,
            rows: imports.collect(),
        },
    ]
}

/// Prints its milliseconds before its answer.
fn timed(source: &str) -> String {
    format!(
        "import time\n{source}\nstart = time.perf_counter()\nanswer = program()\n\
         print((time.perf_counter() - start) * 1e3, answer)\n"
    )
}
