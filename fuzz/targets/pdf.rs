//! Any bytes as a PDF file, or as what stands on a page of one.
#![no_main]

/// A Chinese font that is not embedded, its codes as `encoding` has them.
fn font(encoding: &str) -> String {
    format!(
        "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/{encoding}/DescendantFonts\
         [<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>>>]>>"
    )
}

/// A file without a table of its objects: readers look for them.
fn page(content: &[u8]) -> Vec<u8> {
    // A page with a font of mixed codes is read another way.
    let mixed = content.windows(2).any(|name| name == b"/G");
    let other = if mixed { format!("/G {}", font("GBK-EUC-H")) } else { String::new() };
    let head = format!(
        "%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n\
         3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F {}{other}>>>>/Contents 4 0 R>>\nendobj\n\
         4 0 obj\n<</Length {}>>stream\n",
        font("UniGB-UCS2-H"),
        content.len()
    );
    [head.as_bytes(), content, b"\nendstream\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"].concat()
}

libfuzzer_sys::fuzz_target!(
    // The reader catches what its library panics on; elsewhere a panic is a finding.
    init: {
        let found = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if std::thread::current().name() != Some("pdf") {
                found(panic);
            }
        }));
    },
    |bytes: &[u8]| match bytes.split_first() {
        Some((b'%', _)) => clausebook_fuzz::read(bytes),
        _ => clausebook_fuzz::read(&page(bytes)),
    }
);
