//! Random plans: after every step every invariant holds, and a refused step has changed nothing.

use vfs_layer::{
    DescriptorFlags, Fd, FsResult, LowerLayer, MountSpec, Namespace, NamespaceBuilder, OpenOptions,
    Quota, ROOT_FD, Rights, TimeChange, Whence,
};

use crate::sandbox::Sandbox;

/// A small generator with a fixed seed: the same plan each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        // xorshift64*, by Vigna.
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % sides
    }

    fn pick<T: Copy>(&mut self, among: &[T]) -> T {
        among[usize::try_from(self.roll(among.len() as u64)).unwrap()]
    }

    fn path(&mut self) -> String {
        let top = self.pick(&["w", "w", "o", "o", "w/m", "r", "o/d", ""]);
        let mut path = top.to_owned();
        for _ in 0..self.pick(&[0, 1, 1, 1, 1, 2, 2, 3]) {
            if !path.is_empty() {
                path.push('/');
            }
            path.push_str(self.pick(&[
                "a", "b", "d", "e", "a", "b", "d", "e", "f", "l", "m", ".", "..",
            ]));
        }
        if self.roll(12) == 0 {
            path.push('/');
        }
        path
    }

    /// Mostly one that is open, now and then any number.
    fn fd(&mut self, fs: &Sandbox) -> Fd {
        let any = u32::try_from(self.roll(16)).unwrap();
        let open: Vec<Fd> = (4..16).filter(|fd| fs.kind(*fd).is_ok()).collect();
        if open.is_empty() || self.roll(10) == 0 {
            return any;
        }
        self.pick(&open)
    }

    fn base(&mut self, fs: &Sandbox) -> Fd {
        if self.roll(8) == 0 {
            self.fd(fs)
        } else {
            ROOT_FD
        }
    }
}

fn builder() -> NamespaceBuilder {
    let lower = || {
        let builder = LowerLayer::builder()
            .files([
                ("a", &b"aaaa"[..]),
                ("d/a", b"a"),
                ("d/b", b"bb"),
                ("d/e/f", b"ff"),
                ("d/m/x", b""),
            ])
            .unwrap();
        let builder = builder.symlink("l", "d/e").unwrap().directory("e").unwrap();
        std::sync::Arc::new(builder.build())
    };
    let quota = Quota {
        file_bytes: 64,
        total_bytes: 200,
        inodes: 16,
        descriptors: 14,
        depth: 7,
        written_bytes: u64::MAX,
        ..Quota::default()
    };
    Namespace::builder(quota)
        .mount("/w", MountSpec::scratch())
        .mount(
            "/w/m",
            MountSpec::scratch().rights(Rights::all() - Rights::DELETE),
        )
        .mount("/o", MountSpec::overlay(lower()))
        .mount("/o/d/m", MountSpec::scratch())
        .mount("/r", MountSpec::read_only(lower()).rights(Rights::all()))
}

fn open(fs: &mut Sandbox, dice: &mut Dice) -> FsResult<()> {
    let options = OpenOptions {
        access: dice.pick(&[
            Rights::READ,
            Rights::WRITE,
            Rights::READ | Rights::WRITE,
            Rights::empty(),
        ]),
        create: dice.roll(4) != 0,
        exclusive: dice.roll(8) == 0,
        truncate: dice.roll(6) == 0,
        directory: dice.roll(10) == 0,
        follow: dice.roll(4) != 0,
        flags: dice.pick(&[
            DescriptorFlags::empty(),
            DescriptorFlags::empty(),
            DescriptorFlags::APPEND,
        ]),
        rights: dice.pick(&[Rights::all(), Rights::all(), Rights::READ_ONLY]),
        inheriting: dice.pick(&[Rights::all(), Rights::all(), Rights::READ_ONLY]),
    };
    let (base, path) = (dice.base(fs), dice.path());
    fs.open(base, &path, &options).map(drop)
}

fn step(fs: &mut Sandbox, dice: &mut Dice) -> FsResult<()> {
    let (base, path) = (dice.base(fs), dice.path());
    let bytes = [7; 40];
    let some = &bytes[..usize::try_from(dice.roll(40)).unwrap()];
    let (fd, size, length) = (dice.fd(fs), dice.roll(80), dice.roll(50));
    let (other_base, other_path) = (dice.base(fs), dice.path());
    match dice.roll(28) {
        0..10 => open(fs, dice),
        27 => fs.close(fd),
        10 => {
            let to = dice.fd(fs);
            fs.renumber(fd, to)
        }
        11 => fs.write(fd, some).map(drop),
        12 => fs.pwrite(fd, some, size).map(drop),
        13 => fs.set_size(fd, size),
        14 => fs.allocate(fd, size / 2, length),
        15 | 16 => fs.make_directory(base, &path),
        17 => fs.remove_directory(base, &path),
        18 => fs.unlink(base, &path),
        19..22 => fs.rename(base, &path, other_base, &other_path),
        22 | 23 => fs.link(base, &path, dice.roll(2) == 0, other_base, &other_path),
        24 | 25 => fs.symlink(&other_path, base, &path),
        26 => fs.set_times_at(base, &path, true, TimeChange::Now, TimeChange::Keep),
        _ => fs.seek(fd, 3, Whence::Current).map(drop),
    }
}

#[test]
fn every_step_keeps_every_invariant() {
    let mut done = 0;
    for seed in 1..=30 {
        let mut fs = Sandbox(builder().build().unwrap());
        let mut dice = Dice(seed * 0x9e37_79b9);
        for turn in 0..600 {
            let before = fs.usage();
            let frozen = fs.freeze();
            match step(&mut fs, &mut dice) {
                Ok(()) => done += 1,
                Err(error) => {
                    assert_eq!(fs.usage(), before, "seed {seed}, turn {turn}: {error}");
                    assert_eq!(fs.freeze(), frozen, "seed {seed}, turn {turn}: {error}");
                }
            }
            assert_eq!(fs.verify(), Ok(()), "seed {seed}, turn {turn}");
            let (usage, quota) = (fs.usage(), *fs.quota());
            assert!(usage.bytes <= quota.total_bytes && usage.inodes <= quota.inodes);
            assert!(usage.descriptors <= quota.descriptors);
            if turn % 50 == 49 {
                let thawed = Sandbox(builder().thaw(&fs.freeze()).unwrap());
                assert_eq!(thawed.list("/"), fs.list("/"), "seed {seed}, turn {turn}");
                fs.begin_run();
                assert_eq!(
                    thawed.usage().inodes,
                    fs.usage().inodes,
                    "seed {seed}, turn {turn}"
                );
                assert_eq!(
                    thawed.usage().bytes,
                    fs.usage().bytes,
                    "seed {seed}, turn {turn}"
                );
            }
        }
    }
    assert!(
        done > 2000,
        "plans that do nothing show nothing: {done} steps were done"
    );
}
