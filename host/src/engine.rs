//! How Wasmtime is set up.

use policies::{ByteCount, Limits};
use wasmtime::{Config, Enabled, Engine, InstanceAllocationStrategy, PoolingAllocationConfig};

/// The stack for guests. Golem has 512 KiB, too little for programs that recurse some hundred levels deep through
/// an interpreter's own code; this is what programs have natively on Linux.
pub(crate) const MAX_WASM_STACK: usize = 8 << 20;

/// What a guest's stack holds besides, for our own functions that a guest calls.
const HOST_STACK: usize = 1 << 20;

/// What of the stack is a program's, in bytes as the component's stack meter counts. Never less of the whole than
/// on Golem.
pub(crate) const PROGRAM_STACK: ByteCount = Limits::MAX_STACK;

const _: () =
    assert!(PROGRAM_STACK.get() * (512 << 10) <= Limits::LEAST_STACK.get() * MAX_WASM_STACK as u64);

/// The most instances that live at once: runs, and sessions that are awake.
const INSTANCES: u32 = 1000;

/// The most core modules, tables and memories in one component. Ours have one of each; those
/// packed by other tools have a handful.
const CORE_INSTANCES: u32 = 16;
const TABLES: u32 = 4;
const MEMORIES: u32 = 2;

/// The most elements of a table. CPython's has about 10,000.
const TABLE_ELEMENTS: usize = 1 << 16;

/// All that a 32-bit memory can hold. The limiter allows far less.
const MEMORY_SIZE: usize = 1 << 32;

/// What stays mapped of a memory between two instances, written anew where it was written to. The next
/// instance then starts without page faults. More would make each instance pay for the largest one that was
/// in its place before: a small program writes to 1 MiB in JavaScript, to 2 in Python.
const KEEP_RESIDENT: usize = 3 << 20;

/// The same of a table.
const KEEP_TABLE_RESIDENT: usize = 256 << 10;

/// An engine on the pooling allocator, or, where its address space is not to be had (a process
/// with a limit on it), on plain allocation.
pub(crate) fn engine() -> wasmtime::Result<Engine> {
    let pooled = Engine::new(config().allocation_strategy(pool()));
    pooled.or_else(|error| {
        log::warn!("no pooling allocator, instances start slower: {error:#}");
        Engine::new(&config())
    })
}

fn config() -> Config {
    let mut config = Config::new();
    config
        .epoch_interruption(true)
        // The components for WASI 0.2 have nothing asynchronous.
        .concurrency_support(false)
        .max_wasm_stack(MAX_WASM_STACK)
        .async_stack_size(MAX_WASM_STACK + HOST_STACK)
        // For debuggers of native code. Registering it would be a part of each process's start.
        .native_unwind_info(false)
        .memory_init_cow(true);
    config
}

/// Whether the pages of an instance's memory are kept for the next one. Without this call of Linux 6.7 that
/// would mean to write all of them anew.
pub(crate) fn keeps_memory() -> bool {
    PoolingAllocationConfig::is_pagemap_scan_available()
}

/// Address space is reserved for every instance, memory only used by those that live: 4 GiB of
/// the one for each memory are 8 TiB in all, of the 128 TiB that a process has.
fn pool() -> InstanceAllocationStrategy {
    let mut pool = PoolingAllocationConfig::new();
    pool.total_component_instances(INSTANCES)
        .total_stacks(INSTANCES)
        .total_core_instances(INSTANCES * CORE_INSTANCES)
        .total_memories(INSTANCES * MEMORIES)
        .total_tables(INSTANCES * TABLES)
        .max_core_instances_per_component(CORE_INSTANCES)
        .max_memories_per_component(MEMORIES)
        .max_tables_per_component(TABLES)
        .max_memories_per_module(MEMORIES)
        .max_tables_per_module(TABLES)
        .max_memory_size(MEMORY_SIZE)
        .table_elements(TABLE_ELEMENTS);
    if keeps_memory() {
        pool.pagemap_scan(Enabled::Yes)
            .linear_memory_keep_resident(KEEP_RESIDENT)
            .table_keep_resident(KEEP_TABLE_RESIDENT);
    }
    InstanceAllocationStrategy::Pooling(pool)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_pool_fits_into_this_machine() {
        Engine::new(config().allocation_strategy(pool())).unwrap();
    }
}
