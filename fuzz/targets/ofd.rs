//! Any text as the parts of an OFD file, NUL between them.
#![no_main]

const FIXED: [(&str, &str); 1] =
    [("OFD.xml", "<OFD><DocBody><DocRoot>D/Document.xml</DocRoot></DocBody></OFD>")];
const PARTS: [&str; 5] =
    ["D/Document.xml", "D/P/0.xml", "D/P/1.xml", "D/T.xml", "D/DocumentRes.xml"];

libfuzzer_sys::fuzz_target!(|text: &str| {
    clausebook_fuzz::read(&clausebook_fuzz::package(&FIXED, &PARTS, text))
});
