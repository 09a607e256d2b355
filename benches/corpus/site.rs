//! Folders: a site to measure, and what stands in one.

use super::generator::Library;
use super::measure;
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};

const SETTINGS: &str = "title = \"云岭省规范性文件汇编\"\npublisher = \"云岭省文献汇编室（虚构）\"\nlanguage = \"zh-Hans\"\n\
    audience = \"public\"\nas_of = \"2026-01-01\"\n";

/// Writes the texts of an invented library below `out`.
pub fn generate(size: usize, seed: u64, out: &Path) -> Result<()> {
    let library = Library::new(size, seed);
    let mut bytes = 0;
    for id in 0..library.len() {
        let (name, text) = library.document(id);
        let file = out.join(name);
        if id % 1000 == 0 {
            fs::create_dir_all(file.parent().context("a folder")?)?;
        }
        bytes += text.len();
        fs::write(file, text)?;
    }
    println!("{size} documents, {bytes} bytes");
    Ok(())
}

/// A new site in `folder`, with `texts` or an invented library of `size` as sources.
pub fn make(folder: &Path, size: usize, texts: Option<&Path>) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    let sources = folder.join("site/content/sources");
    fs::create_dir_all(&sources)?;
    fs::write(folder.join("site/site.toml"), SETTINGS)?;
    match texts {
        Some(texts) => {
            for file in files(texts)? {
                let to = sources.join(file.strip_prefix(texts)?);
                fs::create_dir_all(to.parent().context("a folder")?)?;
                fs::copy(&file, to)?;
            }
        }
        None => {
            let mut generate = measure::again("generate")?;
            generate.arg("--size").arg(size.to_string()).arg("--out").arg(&sources);
            measure::once(&mut generate, None)?;
        }
    }
    Ok(())
}

/// The files below a folder, in order.
pub fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let all = walkdir::WalkDir::new(folder).sort_by_file_name();
    let mut files = Vec::new();
    for entry in all {
        let entry = entry?;
        if entry.file_type().is_file() {
            files.push(entry.into_path());
        }
    }
    Ok(files)
}

/// The files below a folder: how many, their bytes, and the bytes of the largest.
#[derive(Debug, Clone, Copy, Default)]
pub struct Size {
    pub files: usize,
    pub bytes: u64,
    pub largest: u64,
}

pub fn size(folder: &Path) -> Result<Size> {
    let mut size = Size::default();
    for file in files(folder)? {
        let bytes = file.metadata()?.len();
        size.files += 1;
        size.bytes += bytes;
        size.largest = size.largest.max(bytes);
    }
    Ok(size)
}

/// Removes files and folders that may be there.
pub fn clear(folder: &Path, names: &[&str]) -> Result<()> {
    for name in names {
        let path = folder.join(name);
        if path.is_dir() {
            fs::remove_dir_all(path)?;
        } else if path.exists() {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}
