//! Arguments and environment, as C passes them: pointers to strings that end with NUL.

use vfs_layer::Errno;

use super::Calls;
use super::abi::{offset, store};
use super::memory::GuestMemory;
use super::refusal::{Answer, Refusal};

/// The first of the arguments, by which C programs know their own name.
pub const PROGRAM_NAME: &str = "program";

const POINTER_SIZE: u32 = 4;

impl<M: GuestMemory> Calls<'_, M> {
    pub(super) fn args_sizes_get(&mut self, argc: u32, argv_buf_size: u32) -> Answer {
        let sizes = sizes(arguments(self.run.arguments()))?;
        self.store_sizes(sizes, argc, argv_buf_size)
    }

    pub(super) fn args_get(&mut self, argv: u32, argv_buf: u32) -> Answer {
        store_strings(
            &mut self.memory,
            argv,
            argv_buf,
            arguments(self.run.arguments()),
        )
    }

    pub(super) fn environ_sizes_get(&mut self, environc: u32, environ_buf_size: u32) -> Answer {
        let sizes = sizes(environment(self.run.environment()))?;
        self.store_sizes(sizes, environc, environ_buf_size)
    }

    pub(super) fn environ_get(&mut self, environ: u32, environ_buf: u32) -> Answer {
        store_strings(
            &mut self.memory,
            environ,
            environ_buf,
            environment(self.run.environment()),
        )
    }

    fn store_sizes(&mut self, (count, bytes): (u32, u32), count_at: u32, bytes_at: u32) -> Answer {
        store(&mut self.memory, count_at, &count.to_le_bytes())?;
        store(&mut self.memory, bytes_at, &bytes.to_le_bytes())?;
        Ok(())
    }
}

/// Strings, each in the parts that are written one after the other.
fn arguments(arguments: &[String]) -> impl Iterator<Item = [&str; 3]> {
    let own = std::iter::once(PROGRAM_NAME);
    own.chain(arguments.iter().map(String::as_str))
        .map(|argument| [argument, "", ""])
}

fn environment(variables: &[(String, String)]) -> impl Iterator<Item = [&str; 3]> {
    variables.iter().map(|(name, value)| [name, "=", value])
}

/// How many strings there are, and how many bytes they have together, each with its NUL.
fn sizes<'s>(strings: impl Iterator<Item = [&'s str; 3]>) -> Result<(u32, u32), Refusal> {
    let (mut count, mut bytes) = (0_u32, 0_usize);
    for parts in strings {
        count = count.checked_add(1).ok_or(Errno::Overflow)?;
        bytes += parts.iter().map(|part| part.len()).sum::<usize>() + 1;
    }
    Ok((count, u32::try_from(bytes).map_err(|_| Errno::Overflow)?))
}

fn store_strings<'s>(
    memory: &mut impl GuestMemory,
    mut pointer: u32,
    mut address: u32,
    strings: impl Iterator<Item = [&'s str; 3]>,
) -> Answer {
    for parts in strings {
        store(memory, pointer, &address.to_le_bytes())?;
        pointer = offset(pointer, POINTER_SIZE)?;
        for bytes in parts.iter().map(|part| part.as_bytes()).chain([&b"\0"[..]]) {
            store(memory, address, bytes)?;
            let length = u32::try_from(bytes.len()).map_err(|_| Errno::Overflow)?;
            address = offset(address, length)?;
        }
    }
    Ok(())
}
