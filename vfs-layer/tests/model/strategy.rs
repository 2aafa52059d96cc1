//! What proptest draws plans from. Steps that make something are drawn more often than those that take it away.
//!
//! Strategies are boxed: a choice keeps all its arms side by side, and choices of choices fill the stack.

use proptest::collection::vec;
use proptest::prelude::*;

use crate::step::{Kept, Open, Path, Size, Step, Time, Which};

fn which() -> BoxedStrategy<Which> {
    prop_oneof![
        12 => any::<u8>().prop_map(Which::File),
        3 => any::<u8>().prop_map(Which::Directory),
        1 => any::<u8>().prop_map(Which::Number),
        1 => Just(Which::Root),
    ]
    .boxed()
}

/// A directory, mostly.
fn listed() -> BoxedStrategy<Which> {
    prop_oneof![6 => any::<u8>().prop_map(Which::Directory), 1 => which()].boxed()
}

/// One to close, and seldom the preopen: without it no path leads anywhere.
fn closed() -> BoxedStrategy<Which> {
    prop_oneof![6 => any::<u8>().prop_map(Which::File), 1 => any::<u8>().prop_map(Which::Number)]
        .boxed()
}

fn size() -> BoxedStrategy<Size> {
    prop_oneof![8 => (0u8..80).prop_map(Size), 1 => any::<u8>().prop_map(Size)].boxed()
}

fn names() -> BoxedStrategy<Vec<u8>> {
    // The first of the list are the plain ones.
    let name = || prop_oneof![10 => 0u8..2, 10 => 0u8..4, 4 => 0u8..22, 1 => 0u8..32];
    prop_oneof![10 => vec(name(), 1), 2 => vec(name(), 2), 1 => vec(name(), 0..6)].boxed()
}

fn path() -> BoxedStrategy<Path> {
    let top = prop_oneof![16 => 0u8..16, 1 => 0u8..24];
    (top, names(), prop::bool::weighted(0.05))
        .prop_map(|(top, names, slash)| Path { top, names, slash })
        .boxed()
}

/// A directory and a path in it: mostly from the root, else from one that is open.
fn place() -> BoxedStrategy<(Which, Path)> {
    prop_oneof![
        12 => (Just(Which::Root), path()),
        5 => below(),
        1 => (which(), path()),
    ]
    .boxed()
}

/// Two places, mostly near each other; or in two directories that are open, whose rights may differ.
fn places() -> BoxedStrategy<((Which, Path), (Which, Path))> {
    let near = (0u8..16, names(), names()).prop_map(|(top, from, to)| {
        let at = |names| {
            let slash = false;
            (Which::Root, Path { top, names, slash })
        };
        (at(from), at(to))
    });
    prop_oneof![6 => near, 2 => (below(), below()), 2 => (place(), place())].boxed()
}

/// A path below an open directory, now and then one that climbs.
fn below() -> BoxedStrategy<(Which, Path)> {
    // The place of `..` in the list.
    const DOT_DOT: u8 = 23;
    let climbs = prop::bool::weighted(0.1);
    (any::<u8>(), climbs, names())
        .prop_map(|(dir, climbs, mut names)| {
            if climbs {
                names.insert(0, DOT_DOT);
            }
            let (top, slash) = (16, false);
            (Which::Directory(dir), Path { top, names, slash })
        })
        .boxed()
}

fn open() -> BoxedStrategy<Open> {
    let rare = || prop::bool::weighted(0.15);
    let often = || prop::bool::weighted(0.8);
    (
        0u8..6,
        rare(),
        often(),
        rare(),
        rare(),
        rare(),
        often(),
        rare(),
    )
        .prop_map(
            |(access, narrow, create, exclusive, truncate, directory, follow, append)| Open {
                access,
                narrow,
                // Directories are not made by opening.
                create: create && !directory,
                exclusive,
                truncate,
                directory,
                follow,
                append,
            },
        )
        .boxed()
}

fn on_names() -> BoxedStrategy<Step> {
    use Step as S;
    prop_oneof![
        9 => (place(), open()).prop_map(|((d, p), o)| S::Open(d, p, o)),
        4 => place().prop_map(|(d, p)| S::MakeDirectory(d, p)),
        2 => place().prop_map(|(d, p)| S::RemoveDirectory(d, p)),
        2 => place().prop_map(|(d, p)| S::Unlink(d, p)),
        6 => places().prop_map(|((d, p), (e, q))| S::Rename(d, p, e, q)),
        4 => (places(), any::<bool>()).prop_map(|(((d, p), (e, q)), f)| S::Link(d, p, f, e, q)),
        3 => (path(), place()).prop_map(|(t, (d, p))| S::Symlink(t, d, p)),
        3 => place().prop_map(|(d, p)| S::ReadLink(d, p)),
        2 => (place(), any::<bool>()).prop_map(|((d, p), f)| S::StatAt(d, p, f)),
        1 => (place(), any::<bool>(), any::<u8>(), any::<u8>())
            .prop_map(|((d, p), f, a, m)| S::SetTimesAt(d, p, f, Time(a), Time(m))),
    ]
    .boxed()
}

fn on_descriptors() -> BoxedStrategy<Step> {
    use Step as S;
    prop_oneof![
        2 => (which(), size()).prop_map(|(f, s)| S::Read(f, s)),
        1 => (which(), size(), size()).prop_map(|(f, s, at)| S::PositionedRead(f, s, at)),
        4 => (which(), any::<u8>()).prop_map(|(f, n)| S::Write(f, n)),
        3 => (which(), any::<u8>(), size()).prop_map(|(f, n, at)| S::PositionedWrite(f, n, at)),
        2 => (which(), size(), any::<u8>()).prop_map(|(f, s, w)| S::Seek(f, s, w)),
        1 => which().prop_map(S::Tell),
        2 => (which(), size()).prop_map(|(f, s)| S::SetSize(f, s)),
        2 => (which(), size(), size()).prop_map(|(f, at, s)| S::Allocate(f, at, s)),
        1 => which().prop_map(S::Sync),
        1 => (which(), size(), size()).prop_map(|(f, at, s)| S::Advise(f, at, s)),
        2 => which().prop_map(S::Stat),
        1 => (which(), any::<u8>(), any::<u8>()).prop_map(|(f, a, m)| S::SetTimes(f, Time(a), Time(m))),
        3 => (listed(), any::<u8>()).prop_map(|(f, c)| S::ReadDirectory(f, c)),
        1 => (listed(), size()).prop_map(|(f, c)| S::StrangeCookie(f, c)),
        1 => (closed(), closed()).prop_map(|(f, g)| S::Renumber(f, g)),
        3 => closed().prop_map(S::Close),
        1 => Just(S::Close(Which::Huge)),
        2 => (listed(), any::<u8>(), any::<u8>()).prop_map(|(f, a, b)| S::SetRights(f, Kept(a, b))),
        1 => (which(), any::<bool>()).prop_map(|(f, a)| S::SetFlags(f, a)),
    ].boxed()
}

/// Opens that mostly work: without open descriptors most steps have nothing to do.
fn beginning() -> BoxedStrategy<Step> {
    // In the order of the lists: `w/a` to `o/e`, and the directories themselves.
    let file = (0u8..15, 0u8..2).prop_map(|(top, name)| (top, vec![name]));
    let directory = (0u8..16).prop_map(|top| (top, Vec::new()));
    let how = (0u8..6, prop::bool::weighted(0.1), prop::bool::weighted(0.2));
    (prop_oneof![2 => file, 1 => directory], how)
        .prop_map(|((top, names), (access, narrow, append))| {
            let file = !names.is_empty();
            let open = Open {
                access: if file { access.saturating_sub(2) } else { 0 },
                narrow,
                create: file,
                exclusive: false,
                truncate: false,
                directory: !file,
                follow: true,
                append,
            };
            Step::Open(
                Which::Root,
                Path {
                    top,
                    names,
                    slash: false,
                },
                open,
            )
        })
        .boxed()
}

/// A plan.
pub(crate) fn plan() -> BoxedStrategy<Vec<Step>> {
    let step = prop_oneof![
        50 => on_names(),
        45 => on_descriptors(),
        12 => beginning(),
        1 => prop_oneof![Just(Step::BeginRun), Just(Step::Thaw)],
    ];
    (vec(beginning(), 0..8), vec(step, 1..120))
        .prop_map(|(first, then)| [first, then].concat())
        .boxed()
}
