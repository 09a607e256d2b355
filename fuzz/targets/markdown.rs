//! Any text below a Markdown heading.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| clausebook_fuzz::read(format!("# 办法\n\n## 总则\n\n{text}").as_bytes()));
