//! The README's example of a call from Rust, compiled and run: what stands between the marks below is what the
//! README shows.

#![allow(clippy::unwrap_used)]

use std::error::Error;

#[test]
fn the_example_runs() -> Result<(), Box<dyn Error>> {
    // begins
    use golem_exec::policies::{Policy, Preset};
    use golem_exec::{Language, OutcomeKind, Request, Sandbox, SessionRequest};

    let sandbox = Sandbox::builder()
        .policy(Policy::preset(Preset::Strict)?)
        .build()?;
    let outcome = sandbox.run(Request::new(Language::Python, "main.py", "print(6 * 7)"))?;
    assert_eq!(
        (outcome.kind, outcome.stdout),
        (OutcomeKind::Ok, b"42\n".to_vec())
    );

    let session = sandbox.session(Language::JavaScript)?;
    session.upload("main.js", "console.log('hello')")?;
    assert_eq!(
        session.run(SessionRequest::new("main.js"))?.stdout,
        b"hello\n"
    );
    // ends
    Ok(())
}

/// Without indentation, and whichever way the lines are broken.
fn words(text: &str) -> String {
    text.split_whitespace().collect()
}

#[test]
fn the_readme_shows_it() {
    let readme = include_str!("../../README.md");
    let mut blocks = readme.split("\n```rust\n").skip(1);
    let shown = blocks.next().and_then(|rest| rest.split("\n```").next());
    let here = include_str!("readme.rs").split("// begins\n").nth(1);
    let here = here.and_then(|rest| rest.split("// ends").next());
    // rustfmt ends the arguments of a call of several lines with a comma.
    let plain = |text: &str| words(text).replace(",)", ")");
    assert_eq!(plain(here.unwrap()), plain(shown.unwrap()));
    assert_eq!(blocks.next(), None, "another example, which nothing runs");
}
