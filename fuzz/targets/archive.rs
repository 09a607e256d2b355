//! Any bytes as an archive of sources: listed, read, asked for its images.
#![no_main]

use clausebook::source;
use std::path::PathBuf;
use std::sync::LazyLock;

static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| clausebook_fuzz::folder("archive"));

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    std::fs::write(FOLDER.join("a.zip"), bytes).expect("a file is written");
    let found = source::find(&FOLDER, &[]).expect("a folder is listed");
    for source in found.iter().take(20) {
        assert!(source.name.split('/').all(|part| !matches!(part, "" | "." | "..")), "{}", source.name);
        if let Ok(bytes) = source.bytes() {
            clausebook_fuzz::read(&bytes);
        }
        let _ = source.pictures(&["a.png".into(), "../a.png".into()]);
    }
});
