//! JavaScript's programs, each a file with a function's body.

use super::{Group, LONG, Measure, Row, Unit, program, starts};
use crate::peer::{Program, Task};

const MODULES: usize = 1_000;

/// Name, source, answer.
const PROGRAMS: [(&str, &str, &str); 6] = [
    ("fib(27)", include_str!("../javascript/fib.js"), "196418"),
    (
        "2,000,000 steps",
        include_str!("../javascript/loop.js"),
        "7000000",
    ),
    ("JSON", include_str!("../javascript/json.js"), "7846175"),
    (
        "regular expressions",
        include_str!("../javascript/regex.js"),
        "320000",
    ),
    ("strings", include_str!("../javascript/string.js"), "368993"),
    ("sort", include_str!("../javascript/sort.js"), "10284510"),
];

pub(crate) fn groups() -> Vec<Group> {
    let [mut start, rate] = starts(&program("1 + 1", "2"));
    start.rows.push(Row {
        name: "1,000 modules".to_owned(),
        measure: Measure::Time(Task::Modules),
        program: thousand_modules(),
        repeats: LONG,
    });
    let programs = PROGRAMS.iter().map(|(name, body, answer)| Row {
        name: (*name).to_owned(),
        measure: Measure::Time(Task::Timed),
        program: program(format!("(function () {{\n{body}\n}})()"), *answer),
        repeats: LONG,
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
    ]
}

fn thousand_modules() -> Program {
    let modules = (0..MODULES).map(|index| {
        let text = format!("export const value{index} = {index};\n");
        (format!("m{index}.mjs"), text)
    });
    let imports: String = (0..MODULES)
        .map(|index| format!("import {{ value{index} }} from \"./m{index}.mjs\";\n"))
        .collect();
    let sum: Vec<_> = (0..MODULES).map(|index| format!("value{index}")).collect();
    Program {
        modules: modules.collect(),
        ..program(
            format!("{imports}globalThis.found = {};\n", sum.join(" + ")),
            (MODULES * (MODULES - 1) / 2).to_string(),
        )
    }
}
