//! What each part of `exec-javascript.wasm` weighs, measured in the built component and in the linker's map of the
//! core module that it is packed from.

mod library;
mod map;

use std::fmt::Write as _;
use std::fs;
use std::ops::Range;

use anyhow::{Context as _, Result, bail};
use wasmparser::{Parser, Payload};

use crate::command::build;
use crate::component::{GUESTS, core_module};
use crate::workspace::Workspace;

const PAGE: &str = "docs/weights.md";

/// A table's first column, and bytes.
type Row = (String, usize);

/// Measures, and writes the page.
pub(super) fn run(workspace: &Workspace) -> Result<String> {
    build::components(workspace)?;
    let guest = GUESTS
        .iter()
        .find(|guest| guest.package == "exec-javascript")
        .context("there is no guest for JavaScript")?;
    let component = fs::read(guest.path(workspace))?;
    let unpacked = fs::read(core_module::path(workspace, guest))?;
    let packed = Sections::of_largest_module(&component)?;
    let before = Sections::of_largest_module(&unpacked)?;
    let library = library::weigh(workspace, &component)?;
    let in_library: usize = library.iter().map(|(_, bytes)| bytes).sum();
    let parts = [
        ("code", packed.code),
        ("JavaScript of the platform, deflated", in_library),
        (
            "other constants, and memory as it is when the component starts",
            packed.data.saturating_sub(in_library),
        ),
        (
            "what else is in the core module: types, names of imports and exports, tables",
            packed.other,
        ),
        (
            "the component around it: interfaces, glue",
            component.len().saturating_sub(packed.total()),
        ),
    ];
    let mut text = format!(
        "# What exec-javascript.wasm weighs\n\n`cargo xtask check --weights` measures it and writes this page. The gates are {} bytes of code, {} in all.\n\n\
         ## The component\n\n",
        guest.largest.code, guest.largest.whole
    );
    let parts = parts.map(|(what, bytes)| (what.to_owned(), bytes));
    table(&mut text, "part", &parts, component.len());
    let _ = write!(
        text,
        "\nPacking makes {} bytes of code out of {} (functions that nothing reaches go, and those that are like others; the stack meter comes) and {} bytes of data \
         out of {}: the snapshot.\n\n\
         ## Code, by where it comes from\n\nBefore packing, from the linker's map. What programs' loops run is built for speed, all else for size.\n\n",
        packed.code, before.code, packed.data, before.data
    );
    let code = map::weigh(workspace)?;
    table(&mut text, "origin", &code, before.code);
    text.push_str("\n## JavaScript of the platform, deflated, by module and bundled package\n\n");
    table(&mut text, "module", &library, in_library);
    let path = workspace.root().join(PAGE);
    fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(format!("{} bytes: {PAGE}", component.len()))
}

/// A table with its sum, which must be `whole` but for what has no row of its own.
fn table(text: &mut String, what: &str, rows: &[Row], whole: usize) {
    let _ = writeln!(text, "| {what} | bytes |\n|---|---:|");
    for (name, bytes) in rows {
        let _ = writeln!(text, "| {name} | {bytes} |");
    }
    let sum: usize = rows.iter().map(|(_, bytes)| bytes).sum();
    if whole > sum {
        let _ = writeln!(text, "| the rest | {} |", whole - sum);
    }
    let _ = writeln!(text, "| **together** | **{whole}** |");
}

fn length(range: &Range<u64>) -> Result<usize> {
    Ok(usize::try_from(range.end - range.start)?)
}

/// A core module's sections, in bytes.
#[derive(Debug, Default, Clone, Copy)]
struct Sections {
    code: usize,
    data: usize,
    other: usize,
}

impl Sections {
    /// Of the largest core module in a component, or of a core module.
    fn of_largest_module(binary: &[u8]) -> Result<Self> {
        let mut largest = Self::default();
        let mut of: Vec<Self> = Vec::new();
        for payload in Parser::new(0).parse_all(binary) {
            match payload? {
                Payload::Version { .. } => of.push(Self::default()),
                Payload::End(_) => {
                    let found = of.pop().context("a module ends that did not begin")?;
                    // A module is a section of the component around it, which has no code of its own.
                    if found.code > largest.code {
                        largest = found;
                    }
                }
                Payload::CodeSectionStart { range, .. } => {
                    if let Some(of) = of.last_mut() {
                        of.code += length(&range)?;
                    }
                }
                Payload::DataSection(section) => {
                    if let Some(of) = of.last_mut() {
                        of.data += length(&section.range())?;
                    }
                }
                // Names and what the packer reads are in no component.
                Payload::CustomSection(_) => {}
                other => {
                    if let (Some(of), Some((_, range))) = (of.last_mut(), other.as_section()) {
                        of.other += length(&range)?;
                    }
                }
            }
        }
        if largest.code == 0 {
            bail!("no core module with code");
        }
        Ok(largest)
    }

    fn total(&self) -> usize {
        self.code + self.data + self.other
    }
}
