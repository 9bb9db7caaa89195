//! Files that take their name when they are whole.

use std::fs::{self, File};
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use tempfile::{NamedTempFile, TempPath};

use crate::Failure;

/// Bytes gathered before they go to the file.
const BUFFER: usize = 256 * 1024;

/// Where a file is to stand.
fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// Has a file written beside its place, readable by the person alone, and moves it there once it is on the disk.
pub(super) fn write<T>(
    path: &Path,
    make: impl FnOnce(BufWriter<File>, &Path) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let folder = folder_of(path);
    let part = NamedTempFile::with_prefix_in(".coffer-", &folder)?;
    let (file, part) = part.into_parts();
    let made = make(BufWriter::with_capacity(BUFFER, file), &folder)?;
    settle(part, path)?;
    Ok(made)
}

/// The same for a writer that opens the file itself.
pub(super) fn write_by_path<T>(
    path: &Path,
    make: impl FnOnce(&Path) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let part = NamedTempFile::with_prefix_in(".coffer-", folder_of(path))?.into_temp_path();
    let made = make(&part)?;
    settle(part, path)?;
    Ok(made)
}

fn settle(part: TempPath, path: &Path) -> Result<(), Failure> {
    File::open(&part)?.sync_all()?;
    part.persist(path).map_err(|error| error.error)?;
    #[cfg(unix)]
    File::open(folder_of(path))?.sync_all()?;
    Ok(())
}

/// A folder for files, made if it is not there.
pub(super) fn folder(path: &Path) -> Result<(), Failure> {
    Ok(fs::create_dir_all(path)?)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use std::io::{ErrorKind, Write};

    use super::*;

    #[test]
    fn what_fails_on_the_way_leaves_the_old_file_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        fs::write(&path, "old").unwrap();
        let outcome = write::<()>(&path, |mut out, _| {
            out.write_all(b"half")?;
            out.flush()?;
            Err(std::io::Error::from(ErrorKind::StorageFull).into())
        });
        assert!(matches!(outcome, Err(Failure::File(_))));
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_is_whole_takes_the_place_of_the_old() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        fs::write(&path, "old").unwrap();
        write(&path, |mut out, _| {
            out.write_all(b"new")?;
            Ok(out.flush()?)
        })
        .unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o77, 0);
        }
    }
}
