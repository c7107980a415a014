//! The two homes of the records as files of a browser that does not run: lost, put back as they were, damaged.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::device::Profile;
use crate::problem::{Found, Problem};
use crate::seed::Seed;

/// One of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Home {
    /// Local storage.
    Local,
    /// `IndexedDB`.
    Indexed,
}

/// Of so many flips one hits a file that says which files count, where there is little to hit; the others hit files with
/// content.
const FLIPS_PER_INDEX: usize = 5;

impl Home {
    /// Both.
    pub const BOTH: [Self; 2] = [Self::Local, Self::Indexed];

    /// What the browser calls its folder.
    fn folder(self) -> &'static str {
        match self {
            Self::Local => "Local Storage",
            Self::Indexed => "IndexedDB",
        }
    }
}

/// The homes as they were at one time.
pub struct Kept(TempDir);

impl Profile {
    /// Removes a home.
    ///
    /// # Errors
    /// When there is none, or it cannot be removed.
    pub fn wipe(&self, home: Home) -> Found {
        let path = self.home(home);
        fs::remove_dir_all(&path).map_err(Problem::disk(format!("removing {}", path.display())))
    }

    /// Copies both homes.
    ///
    /// # Errors
    /// When one is missing or cannot be copied.
    pub fn keep(&self) -> Found<Kept> {
        let kept = tempfile::Builder::new().prefix("sanyou-journey-").tempdir();
        let kept = kept.map_err(Problem::disk("making a folder for a copy"))?;
        for home in Home::BOTH {
            copy(&self.home(home), &kept.path().join(home.folder()))?;
        }
        Ok(Kept(kept))
    }

    /// Makes a home what it was when it was copied.
    ///
    /// # Errors
    /// When it cannot be copied back.
    pub fn put_back(&self, kept: &Kept, home: Home) -> Found {
        self.wipe(home)?;
        copy(&kept.0.path().join(home.folder()), &self.home(home))
    }

    /// Flips one bit in a file of a home and says which.
    ///
    /// # Errors
    /// When there is no file to damage.
    pub fn flip(&self, home: Home, seed: &mut Seed) -> Found<String> {
        let counts = if seed.below(FLIPS_PER_INDEX) == 0 { is_index_file } else { is_content_file };
        let mut held = Vec::new();
        for path in files(&self.home(home))?.into_iter().filter(|path| counts(path)) {
            held.push((fs::read(&path).map_err(Problem::disk(format!("reading {}", path.display())))?, path));
        }
        let size: usize = held.iter().map(|(bytes, _)| bytes.len()).sum();
        if size == 0 {
            return Err(Problem::Wrong(format!("{home:?} has nothing to damage")));
        }
        let (mut place, bit) = (seed.below(size), seed.below(8));
        for (mut bytes, path) in held {
            if place < bytes.len() {
                bytes[place] ^= 1 << bit;
                let name = path.file_name().unwrap_or_default().display();
                let hit = format!("{home:?} {name} byte {place} of {}, bit {bit}", bytes.len());
                fs::write(&path, bytes).map_err(Problem::disk(format!("writing {}", path.display())))?;
                return Ok(hit);
            }
            place -= bytes.len();
        }
        Err(Problem::Wrong(format!("{home:?} has no byte {place} more")))
    }

    fn home(&self, home: Home) -> PathBuf {
        self.data().join("Default").join(home.folder())
    }
}

fn entries(folder: &Path) -> Found<Vec<PathBuf>> {
    let doing = || Problem::disk(format!("looking into {}", folder.display()));
    let entries = fs::read_dir(folder).map_err(doing())?;
    entries.map(|entry| Ok(entry.map_err(doing())?.path())).collect()
}

/// All files in a folder and those in it, in the order of their names.
fn files(folder: &Path) -> Found<Vec<PathBuf>> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        let (inner, files): (Vec<_>, Vec<_>) = entries(&folder)?.into_iter().partition(|path| path.is_dir());
        folders.extend(inner);
        found.extend(files);
    }
    found.sort();
    Ok(found)
}

fn is_content_file(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "log" || ending == "ldb")
}

/// What says which files hold the content; what only people read, and locks, are neither.
fn is_index_file(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name == "CURRENT" || name.starts_with("MANIFEST")
}

fn copy(from: &Path, to: &Path) -> Found {
    fs::create_dir_all(to).map_err(Problem::disk(format!("making {}", to.display())))?;
    for path in entries(from)? {
        let target = to.join(path.file_name().unwrap_or_default());
        if path.is_dir() {
            copy(&path, &target)?;
        } else {
            fs::copy(&path, &target).map_err(Problem::disk(format!("copying {}", path.display())))?;
        }
    }
    Ok(())
}
