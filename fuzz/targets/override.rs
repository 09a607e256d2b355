//! Any bytes as an override file. A refusal names the line.
#![no_main]

use clausebook::source::{self, Found};
use std::sync::LazyLock;

static SOURCE: LazyLock<Found> = LazyLock::new(|| {
    let folder = clausebook_fuzz::folder("override");
    std::fs::write(folder.join("a.txt"), "甲").expect("a file is written");
    source::find(&folder, &["a.txt".into()]).expect("a folder is listed").remove(0)
});

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    std::fs::write(SOURCE.override_file(), bytes).expect("a file is written");
    if let Err(problem) = SOURCE.settled() {
        assert_eq!(problem.code, "override-broken");
        assert!(problem.line.is_none_or(|line| line <= 1 + bytes.iter().filter(|b| **b == b'\n').count()));
    }
});
