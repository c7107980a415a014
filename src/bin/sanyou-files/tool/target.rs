//! Where a new file goes: whole or not at all.
//!
//! Writes to a temporary file in the same folder, makes it durable, and renames it; never replaces what it was not told
//! to replace.

use std::convert::Infallible;
use std::ffi::OsString;
use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::failure::Failure;
use super::source::{Source, real_paths};
use super::words::plain;

/// What the OUT of a command line names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Standard output.
    Stdout,
    /// A file.
    File(PathBuf),
}

impl From<OsString> for Target {
    fn from(text: OsString) -> Self {
        if text == "-" { Self::Stdout } else { Self::File(text.into()) }
    }
}

impl std::str::FromStr for Target {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(OsString::from(text).into())
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stdout => f.write_str("standard output"),
            Self::File(path) => f.write_str(&plain(&path.to_string_lossy())),
        }
    }
}

/// A place that may be written: asked before any work is done.
pub enum Place {
    /// Standard output.
    Stdout,
    /// A file, with symbolic links followed.
    File { path: PathBuf, replaces: bool },
}

impl Target {
    /// Finds out whether the target may be written.
    ///
    /// # Errors
    /// When something is there and `force` is not given, when it is no file, or when it is another name of an input.
    pub fn place(&self, force: bool, inputs: &[Source]) -> Result<Place, Failure> {
        let Self::File(path) = self else { return Ok(Place::Stdout) };
        let failed = |error| Failure::Write { target: self.clone(), error };
        match fs::metadata(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Ok(Place::File { path: path.clone(), replaces: false })
            }
            Err(error) => Err(failed(error)),
            Ok(data) if !data.is_file() => Err(Failure::NotAFile(self.clone())),
            Ok(_) => {
                let real = fs::canonicalize(path).map_err(failed)?;
                let same =
                    real_paths(inputs).into_iter().find(|(_, input)| *input == real).map(|(named, _)| named.clone());
                match same {
                    // Replacing an input through a link would change a file that the command line does not name as OUT.
                    Some(input) if is_link(path) || is_link(&input) => {
                        Err(Failure::OtherNameOfInput { target: self.clone(), input: Source::File(input) })
                    }
                    same if !force => Err(Failure::Exists { target: self.clone(), is_input: same.is_some() }),
                    _ => Ok(Place::File { path: real, replaces: true }),
                }
            }
        }
    }
}

fn is_link(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|data| data.file_type().is_symlink())
}

impl Place {
    /// Writes the content.
    ///
    /// # Errors
    /// When it cannot be written; what was there before is then unchanged.
    pub fn write(&self, content: &str, out: &mut dyn Write) -> Result<(), Failure> {
        match self {
            // Flushed here, so that nobody is told of a success that is still to come.
            Self::Stdout => out.write_all(content.as_bytes()).and_then(|()| out.flush()).map_err(Failure::Output),
            Self::File { path, replaces } => replace(path, *replaces, content.as_bytes())
                .map_err(|error| Failure::Write { target: Target::File(path.clone()), error }),
        }
    }
}

/// Puts a new file in the place of what was there, in one step.
fn replace(path: &Path, replaces: bool, content: &[u8]) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let (temporary, file) = create_beside(folder)?;
    let placed = fill(&temporary, file, content, replaces.then_some(path)).and_then(|()| {
        if !replaces && fs::symlink_metadata(path).is_ok() {
            return Err(io::ErrorKind::AlreadyExists.into()); // It came to be while the inputs were read.
        }
        fs::rename(&temporary, path)
    });
    match placed {
        Ok(()) => {
            sync_folder(folder);
            Ok(())
        }
        Err(error) => {
            // What failed is what people need to know; a temporary file that cannot be removed either adds nothing.
            drop(fs::remove_file(&temporary));
            Err(error)
        }
    }
}

/// Creates a file of a name that nothing in the folder has; a short one, whatever the target is called.
fn create_beside(folder: &Path) -> io::Result<(PathBuf, File)> {
    let mut number = 0_u32;
    loop {
        let temporary = folder.join(format!(".sanyou-{}-{number}.tmp", std::process::id()));
        match OpenOptions::new().write(true).create_new(true).open(&temporary) {
            Ok(file) => return Ok((temporary, file)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && number < 1000 => number += 1,
            Err(error) => return Err(error),
        }
    }
}

fn fill(temporary: &Path, mut file: File, content: &[u8], replaced: Option<&Path>) -> io::Result<()> {
    // Who may read a file of people's data stays as it was set.
    if let Some(replaced) = replaced {
        fs::set_permissions(temporary, fs::metadata(replaced)?.permissions())?;
    }
    file.write_all(content)?;
    file.sync_all()
}

/// Makes the new name durable where folders can be opened and synced. The content is on disk already, under one name or
/// the other, so a system that cannot do this has not failed.
fn sync_folder(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        drop(folder.sync_all());
    }
}
