//! What kind of character stands there.

/// A Chinese character (URO, extensions A–H, compatibility, 〇).
pub(super) fn is_han(c: char) -> bool {
    matches!(c,
        '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '\u{F900}'..='\u{FAFF}' | '〇'
        | '\u{20000}'..='\u{323AF}')
}

/// A Chinese mark: what stands beside Han characters and is one cell wide.
pub(super) fn is_han_mark(c: char) -> bool {
    matches!(c, '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301B}' | '，' | '；' | '：' | '？' | '！' | '（' | '）' | '“' | '”' | '‘' | '’' | '—' | '…' | '·')
}

/// Width in Chinese cells: a half for what is printed half as wide.
pub(super) fn cells(c: char) -> f32 {
    if c.is_ascii() || ('\u{A0}'..='\u{24F}').contains(&c) { 0.5 } else { 1.0 }
}
