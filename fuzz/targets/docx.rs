//! Any text as the parts of a Word file, NUL between them.
#![no_main]

const FIXED: [(&str, &str); 2] = [
    ("[Content_Types].xml", "<Types/>"),
    (
        "word/_rels/document.xml.rels",
        "<Relationships><Relationship Id='n' Type='x/numbering' Target='numbering.xml'/>\
         <Relationship Id='s' Type='x/styles' Target='styles.xml'/>\
         <Relationship Id='f' Type='x/footnotes' Target='footnotes.xml'/>\
         <Relationship Id='i' Type='x/image' Target='media/i.png'/></Relationships>",
    ),
];
const PARTS: [&str; 4] = ["word/document.xml", "word/numbering.xml", "word/styles.xml", "word/footnotes.xml"];

libfuzzer_sys::fuzz_target!(|text: &str| {
    clausebook_fuzz::read(&clausebook_fuzz::package(&FIXED, &PARTS, text))
});
