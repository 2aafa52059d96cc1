//! Custom sections: what a component carries besides its meaning.

use anyhow::{Context as _, Result, bail};

/// `\0asm`, the version, and whether this is a module (0) or a component (1).
const PREAMBLE: usize = 8;

const CUSTOM: u8 = 0;
/// In a component, the sections that hold a whole module and a whole component.
const NESTED: [u8; 2] = [1, 4];

/// A copy of a component without custom sections, in its modules and inner components as well.
///
/// They hold the names of functions and of the tools that made the file: nothing that runs.
pub(super) fn custom_sections(binary: &[u8]) -> Result<Vec<u8>> {
    let (preamble, mut rest) = binary
        .split_at_checked(PREAMBLE)
        .context("too short for WebAssembly")?;
    let is_component = match preamble {
        [0, b'a', b's', b'm', _, _, layer, 0] => *layer == 1,
        _ => bail!("not WebAssembly"),
    };
    let mut out = preamble.to_vec();
    while let Some((&id, after_id)) = rest.split_first() {
        let (length, after_length) = read_u32(after_id)?;
        let (content, after) = after_length
            .split_at_checked(length as usize)
            .context("a section is cut short")?;
        rest = after;
        if is_component && NESTED.contains(&id) {
            push(&mut out, id, &custom_sections(content)?)?;
        } else if id != CUSTOM {
            push(&mut out, id, content)?;
        }
    }
    Ok(out)
}

fn push(out: &mut Vec<u8>, id: u8, content: &[u8]) -> Result<()> {
    out.push(id);
    let mut length = u32::try_from(content.len()).context("a section of 4 GiB or more")?;
    while length >= 0x80 {
        out.push((length & 0x7f) as u8 | 0x80);
        length >>= 7;
    }
    out.push(length as u8);
    out.extend_from_slice(content);
    Ok(())
}

/// An unsigned LEB128 number, and what follows it.
fn read_u32(bytes: &[u8]) -> Result<(u32, &[u8])> {
    let mut value = 0u64;
    let mut rest = bytes;
    for shift in [0, 7, 14, 21, 28] {
        let (&byte, after) = rest.split_first().context("a number is cut short")?;
        rest = after;
        value |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Ok((u32::try_from(value).context("a number is too large")?, rest));
        }
    }
    bail!("a number is too long")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn custom_sections_go_at_every_level_and_nothing_else_does() {
        let bare =
            wat::parse_str("(component (core module (func (export \"f\"))) (component))").unwrap();
        let named = wat::parse_str(
            "(component (@custom \"outer\" \"x\")
               (core module (func $name (export \"f\")) (@custom \"inner\" \"y\"))
               (component (@custom \"nested\" \"z\")))",
        )
        .unwrap();
        let bare = custom_sections(&bare).unwrap();
        assert_eq!(custom_sections(&named).unwrap(), bare);
        assert_eq!(custom_sections(&bare).unwrap(), bare);
        assert!(!bare.windows(5).any(|window| window == b"inner"));
        wasmparser::validate(&bare).unwrap();
    }

    #[test]
    fn what_is_cut_short_is_refused() {
        let whole = wat::parse_str("(component (core module (func (export \"f\"))))").unwrap();
        let short = whole.get(..whole.len() - 1).unwrap();
        assert_eq!(
            custom_sections(short).unwrap_err().to_string(),
            "a section is cut short"
        );
        assert_eq!(
            custom_sections(b"\0asm").unwrap_err().to_string(),
            "too short for WebAssembly"
        );
        assert_eq!(
            custom_sections(b"\x7fELF\x02\x01\x01\0")
                .unwrap_err()
                .to_string(),
            "not WebAssembly"
        );
    }
}
