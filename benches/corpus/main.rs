//! Corpora of any size, and what it costs to make sites of them. `cargo bench --bench corpus -- help` says how.

mod generator;

use generator::Library;
use std::path::{Path, PathBuf};

fn main() {
    let library = Library::new(std::env::args().nth(1).unwrap().parse().unwrap(), 7);
    let out = PathBuf::from(std::env::args().nth(2).unwrap());
    for id in 0..library.len() {
        let (name, text) = library.document(id);
        let path = out.join(name);
        std::fs::create_dir_all(path.parent().unwrap_or(Path::new("."))).unwrap();
        std::fs::write(path, text).unwrap();
    }
}
