//! Code in hand-written pages: syntect's classes, so that the theme gives the colours.

use super::html::escape;
use std::sync::LazyLock;
use syntect::html::{ClassStyle, ClassedHTMLGenerator};
use syntect::parsing::SyntaxSet;
use syntect::util::LinesWithEndings;

/// Class names begin with this, to keep clear of the theme's own.
const STYLE: ClassStyle = ClassStyle::SpacedPrefixed { prefix: "c-" };

static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);

/// `code` as `<pre>`, highlighted where `language` (a fence's info string) is known.
pub fn code_block(code: &str, language: &str) -> String {
    let token = language.split([' ', ',', '{']).next().unwrap_or_default();
    let mut out = String::from("<pre class=\"code\" tabindex=\"0\"><code>");
    match highlighted(code, token) {
        Some(html) => out.push_str(&html),
        None => escape(code, &mut out),
    }
    out.push_str("</code></pre>\n");
    out
}

fn highlighted(code: &str, token: &str) -> Option<String> {
    if token.is_empty() {
        return None;
    }
    let syntax = SYNTAXES.find_syntax_by_token(token)?;
    let mut generator = ClassedHTMLGenerator::new_with_class_style(syntax, &SYNTAXES, STYLE);
    for line in LinesWithEndings::from(code) {
        generator.parse_html_for_line_which_includes_newline(line).ok()?;
    }
    Some(generator.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_gets_classes_and_stays_text() {
        let html = code_block("fn main() { let a = \"<b>\"; }\n", "rust");
        assert!(
            html.contains("c-storage") && html.contains("&lt;b&gt;") && !html.contains("style="),
            "{html}"
        );
        assert!(code_block("<i>", "no-such").contains("<code>&lt;i&gt;</code>"));
    }
}
