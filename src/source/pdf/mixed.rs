//! Fonts whose codes are of one byte or two (ISO 32000-1, 9.7.5.2: GBK-EUC-H and its like). The library takes
//! all codes for two bytes. So what a page shows in such a font is given to it in Unicode, two bytes each,
//! under a font of another name.

use super::strings;
use encoding_rs::{BIG5, Encoding, GB18030};
use pdf_oxide::PdfDocument;
use pdf_oxide::error::Result;
use pdf_oxide::extractors::TextExtractor;
use pdf_oxide::fonts::{CIDSystemInfo, Encoding as Coding, FontInfo};
use pdf_oxide::layout::TextSpan;
use pdf_oxide::object::{Object, ObjectRef};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// Put behind a font's name for the font in Unicode.
const MARK: &str = "-unicode";
/// Two bytes each, and they are Unicode. Whether lines run down the page the font knows itself.
const UNICODE: &str = "UniGB-UCS2-H";
/// Forms may hold forms.
const DEEPEST: usize = 16;

/// The words of a page that uses such fonts; None when it does not.
///
/// # Errors
/// Those of the library.
pub(super) fn spans(document: &PdfDocument, page: usize) -> Result<Option<Vec<TextSpan>>> {
    let object = document.get_page(page)?;
    let Some(resources) = object.as_dict().and_then(|page| page.get("Resources")) else { return Ok(None) };
    let fonts = mixed(document, resources);
    if fonts.is_empty() {
        return Ok(None);
    }
    let mut extractor = TextExtractor::new();
    extractor.set_page_index(page as u32);
    extractor.set_resources(resources.clone());
    extractor.set_document(document);
    document.load_fonts_public(resources, &mut extractor)?;
    for (name, font) in extractor.get_font_set() {
        if fonts.contains_key(&name) {
            extractor.add_font(format!("{name}{MARK}"), in_unicode(&font));
        }
    }
    let content = document.get_page_content_data(page)?;
    let renamed = |name: &str| fonts.contains_key(name).then(|| format!("{name}{MARK}"));
    let decoded = |name: &str, codes: &[u8]| fonts.get(name).map(|coding| unicode(coding, codes));
    extractor.extract_text_spans(&strings::rewrite(&content, &renamed, &decoded)).map(Some)
}

/// The forms that pages show. They are read by the library alone.
#[derive(Default)]
pub(super) struct Forms {
    seen: HashSet<ObjectRef>,
}

impl Forms {
    /// Whether a page shows a form in such fonts that no page before it showed.
    pub(super) fn are_misread(&mut self, document: &PdfDocument, page: usize) -> bool {
        let page = document.get_page(page).ok();
        let resources = page.as_ref().and_then(|page| page.as_dict()?.get("Resources"));
        resources.is_some_and(|resources| self.have(document, resources, 0))
    }

    fn have(&mut self, document: &PdfDocument, resources: &Object, depth: usize) -> bool {
        let shown = entries(document, resources, "XObject");
        let forms =
            shown.values().filter_map(Object::as_reference).filter(|at| document.is_form_xobject(*at));
        let mut have = false;
        for form in forms {
            if depth == DEEPEST || !self.seen.insert(form) {
                continue;
            }
            let Ok(Object::Stream { dict, .. }) = document.load_object(form) else { continue };
            // A form without resources uses those of its page.
            let own = dict.get("Resources").unwrap_or(resources);
            have |= !mixed(document, own).is_empty() || self.have(document, own, depth + 1);
        }
        have
    }
}

/// The fonts of mixed codes by their names on the page.
fn mixed(document: &PdfDocument, resources: &Object) -> BTreeMap<String, &'static Encoding> {
    let fonts = entries(document, resources, "Font");
    let coded = fonts.into_iter().filter_map(|(name, font)| {
        let font = document.resolve_object(&font).ok()?;
        let coding = document.resolve_object(font.as_dict()?.get("Encoding")?).ok()?;
        Some((name, coding_of(coding.as_name()?)?))
    });
    coded.collect()
}

fn entries(document: &PdfDocument, resources: &Object, kind: &str) -> HashMap<String, Object> {
    let of = || {
        let resources = document.resolve_object(resources).ok()?;
        let found = document.resolve_object(resources.as_dict()?.get(kind)?).ok()?;
        found.as_dict().cloned()
    };
    of().unwrap_or_default()
}

/// What the codes of a predefined CMap are, where they are mixed.
fn coding_of(name: &str) -> Option<&'static Encoding> {
    match name.strip_suffix("-H").or_else(|| name.strip_suffix("-V"))? {
        "GB-EUC" | "GBpc-EUC" | "GBK-EUC" | "GBKp-EUC" | "GBK2K" => Some(GB18030),
        "B5pc" | "HKscs-B5" | "ETen-B5" | "ETenms-B5" => Some(BIG5),
        _ => None,
    }
}

/// Codes as UTF-16, high byte first.
fn unicode(coding: &'static Encoding, codes: &[u8]) -> Vec<u8> {
    let (text, _) = coding.decode_without_bom_handling(codes);
    text.encode_utf16().flat_map(u16::to_be_bytes).collect()
}

/// The font with Unicode for codes. Its widths are by character number: those of Latin letters and digits, which
/// are half as wide or as the font says, are found again; all others are as wide as it says of most.
fn in_unicode(font: &Arc<FontInfo>) -> FontInfo {
    /// Adobe-GB1: the letters of their own widths, and those of half a width.
    const PROPORTIONAL: u16 = 1;
    const HALF: u16 = 814;
    let full = if font.has_explicit_dw { font.cid_default_width } else { 1000.0 };
    let widths = font.cid_widths.as_ref();
    let of = |number: u16| widths.and_then(|widths| widths.get(&number).copied());
    let latin = (0u16..0x5F).map(|at| {
        let width = of(HALF + at).or_else(|| of(PROPORTIONAL + at)).unwrap_or(500.0);
        (0x20 + at, width)
    });
    let mut font = FontInfo::clone(font);
    font.cid_widths = Some(latin.collect());
    font.cid_default_width = full;
    font.has_explicit_dw = true;
    font.encoding = Coding::Standard(UNICODE.to_owned());
    font.cid_system_info =
        Some(CIDSystemInfo { registry: "Adobe".to_owned(), ordering: "GB1".to_owned(), supplement: 2 });
    font.to_unicode = None;
    font.embedded_font_data = None;
    font.set_truetype_cmap(None);
    font.cid_to_gid_map = None;
    font.type0_unicode_memo = Arc::default();
    font
}
