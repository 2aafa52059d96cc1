//! Files as programs use them: through the standard library and wasi-libc, by absolute paths.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read as _, Seek as _, SeekFrom, Write as _};

use preview1_guests::{symlink, workspace};

fn errno<T>(result: io::Result<T>) -> Option<i32> {
    result.err().and_then(|error| error.raw_os_error())
}

fn main() -> io::Result<()> {
    fs::create_dir_all("/workspace/a/b/c")?;
    fs::write("/workspace/a/file.txt", "hello")?;
    assert_eq!(fs::read_to_string("/workspace/a/../a/file.txt")?, "hello");
    assert_eq!(fs::read_to_string("workspace/a/file.txt")?, "hello");
    fs::copy("/workspace/a/file.txt", "/tmp/copy.txt")?;
    assert_eq!(fs::read_to_string("/tmp/copy.txt")?, "hello");
    fs::rename("/workspace/a/file.txt", "/workspace/moved.txt")?;
    assert!(!fs::exists("/workspace/a/file.txt")?);

    let mut file = OpenOptions::new()
        .read(true)
        .write(true)
        .open("/workspace/moved.txt")?;
    file.seek(SeekFrom::End(0))?;
    file.write_all(b" world")?;
    file.seek(SeekFrom::Start(3))?;
    let mut text = String::new();
    file.read_to_string(&mut text)?;
    assert_eq!(text, "lo world");
    file.set_len(5)?;
    file.sync_all()?;
    file.sync_data()?;
    assert_eq!(file.metadata()?.len(), 5);
    let mut log = OpenOptions::new()
        .append(true)
        .open("/workspace/moved.txt")?;
    writeln!(log, "!")?;
    assert_eq!(fs::read("/workspace/moved.txt")?, b"hello!\n");

    fs::hard_link("/workspace/moved.txt", "/workspace/twin.txt")?;
    // The standard library's own call for it is not stable.
    assert_eq!(symlink("moved.txt", workspace(), "link.txt"), Ok(()));
    assert_eq!(
        fs::read_link("/workspace/link.txt")?.to_str(),
        Some("moved.txt")
    );
    assert_eq!(fs::read("/workspace/link.txt")?, b"hello!\n");
    assert!(fs::symlink_metadata("/workspace/link.txt")?.is_symlink());
    assert!(fs::metadata("/workspace/link.txt")?.is_file());

    let mut names: Vec<String> = fs::read_dir("/workspace")?
        .map(|entry| Ok(entry?.file_name().into_string().unwrap()))
        .collect::<io::Result<_>>()?;
    names.sort();
    assert_eq!(names, ["a", "link.txt", "moved.txt", "twin.txt"]);
    for index in 0..500 {
        File::create(format!("/tmp/{index}"))?;
    }
    assert_eq!(fs::read_dir("/tmp")?.count(), 501);

    assert_eq!(errno(fs::read("/workspace/none")), Some(44));
    assert_eq!(errno(fs::read("/etc/passwd")), Some(44));
    assert_eq!(errno(fs::create_dir("/workspace/a")), Some(20));
    assert_eq!(errno(fs::remove_dir("/workspace/a")), Some(55));
    assert_eq!(errno(fs::remove_file("/workspace/a")), Some(31));
    assert_eq!(errno(fs::write("/new", "x")), Some(69));
    assert_eq!(errno(File::create_new("/workspace/moved.txt")), Some(20));
    assert_eq!(
        fs::read("/../x").unwrap_err().kind(),
        ErrorKind::PermissionDenied
    );
    let times = fs::FileTimes::new().set_modified(std::time::UNIX_EPOCH);
    file.set_times(times)?;
    assert_eq!(file.metadata()?.modified()?, std::time::UNIX_EPOCH);

    fs::remove_dir_all("/workspace/a")?;
    fs::remove_file("/workspace/link.txt")?;
    fs::remove_file("/workspace/moved.txt")?;
    assert_eq!(fs::read("/workspace/twin.txt")?, b"hello!\n");
    Ok(())
}
