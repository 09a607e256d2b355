//! A new site: settings, an example source, two documents.

use crate::config;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Path in the new site and text of each file.
const FILES: [(&str, &str); 5] = [
    (config::FILE, include_str!("starter/site.toml")),
    (".gitignore", "/public/\n"),
    ("content/about.md", include_str!("starter/content/about.md")),
    ("content/guide/writing.md", include_str!("starter/content/guide/writing.md")),
    ("content/sources/示例_加强古桥保护的通知.txt", include_str!("starter/content/sources/example.txt")),
];

/// Why a site was not started.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error("{} is there already", .0.display())]
    Occupied(PathBuf),
    #[error("{}: {source}", path.display())]
    Io { path: PathBuf, source: io::Error },
}

/// Makes `folder` a site ready to fill and gives the files made, in order.
///
/// # Errors
/// [`StartError::Occupied`] when one of them is there already: then nothing is written.
/// [`StartError::Io`] with the path.
pub fn start(folder: &Path) -> Result<Vec<PathBuf>, StartError> {
    let files: Vec<(PathBuf, &str)> = FILES.iter().map(|(path, text)| (folder.join(path), *text)).collect();
    if let Some((taken, _)) = files.iter().find(|(file, _)| fs::symlink_metadata(file).is_ok()) {
        return Err(StartError::Occupied(taken.clone()));
    }
    for (file, text) in &files {
        let parent = file.parent().unwrap_or(folder);
        let failed = |source| StartError::Io { path: file.clone(), source };
        fs::create_dir_all(parent).map_err(failed)?;
        fs::write(file, text).map_err(failed)?;
    }
    Ok(files.into_iter().map(|(file, _)| file).collect())
}
