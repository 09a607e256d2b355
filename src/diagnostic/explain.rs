//! What each code means: the sections of `codes.md`, each headed by its code.

const CODES: &str = include_str!("codes.md");

/// The explanation of `code` as plain Markdown, without its heading. None for a code that is not ours.
pub fn explain(code: &str) -> Option<&'static str> {
    sections().find(|(name, _)| *name == code).map(|(_, text)| text)
}

/// Every code, in the order of the explanations.
pub fn codes() -> impl Iterator<Item = &'static str> {
    sections().map(|(name, _)| name)
}

fn sections() -> impl Iterator<Item = (&'static str, &'static str)> {
    CODES.split("\n## ").skip(1).filter_map(|section| {
        let (name, text) = section.split_once('\n')?;
        Some((name.trim(), text.trim()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_explained_once() {
        let all: Vec<_> = codes().collect();
        let mut unique = all.clone();
        unique.sort_unstable();
        unique.dedup();
        assert_eq!(unique.len(), all.len(), "a code stands twice in codes.md");
        for code in all {
            assert!(explain(code).is_some_and(|text| text.len() > 40), "{code} says too little");
        }
        assert_eq!(explain("no-such-code"), None);
    }
}
