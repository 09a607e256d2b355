//! Any bytes as the rest of a web page.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| clausebook_fuzz::read(&[b"<!DOCTYPE html>", bytes].concat()));
