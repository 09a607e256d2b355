//! How one cites a clause: 《…》第十条第二款. The words for each level are those that official
//! papers use; in the four-level numbering of GB/T 9704-2012 一、 is 部分, （一） 项, 1. 点.

use crate::model::{Anchor, Circular, Language, Naming, Token, number_in_chinese};

/// 《title》 and the clause's place in it, in the language of the circular.
pub fn citation_form(circular: &Circular, anchor: Option<&Anchor>) -> String {
    citation_under(&in_title_marks(circular, circular.name()), circular, anchor)
}

/// The same, with the circular's own title in its marks at hand.
pub fn citation_under(title: &str, circular: &Circular, anchor: Option<&Anchor>) -> String {
    let Some(anchor) = anchor else { return title.to_owned() };
    let in_cover = anchor.parts().next().is_some_and(|(token, _)| token == Token::Cover);
    let cover = if in_cover { cited_cover(circular) } else { None };
    let mut out = cover.unwrap_or_else(|| String::with_capacity(title.len() + 48) + title);
    if language(circular) == Language::English {
        out.push_str(", ");
    }
    push_place(circular, anchor, &mut out);
    out
}

/// The clause's place in its circular alone: 第十条第二款.
pub fn place(circular: &Circular, anchor: &Anchor) -> String {
    let mut out = String::with_capacity(48);
    push_place(circular, anchor, &mut out);
    out
}

fn push_place(circular: &Circular, anchor: &Anchor, out: &mut String) {
    let naming = circular.naming();
    let mut above: Option<Token> = None;
    let mut in_article = false;
    for (token, number) in anchor.parts() {
        if naming == Naming::English && above.is_some() {
            out.push_str(", ");
        }
        push_part(naming, token, number, above, in_article, out);
        in_article |= token == Token::Article;
        above = Some(token);
    }
}

fn language(circular: &Circular) -> Language {
    circular.meta.language.unwrap_or(Language::Simplified)
}

/// The notice that carries the circular, as one cites it; None when it has none.
pub fn cited_cover(circular: &Circular) -> Option<String> {
    circular.meta.cover_title.as_ref().map(|title| in_title_marks(circular, title))
}

fn in_title_marks(circular: &Circular, title: &str) -> String {
    match language(circular) {
        Language::English => format!("“{title}”"),
        // GB/T 15834-2011, 4.15.3.5: a title mark inside a title mark is a single one.
        _ => format!("《{}》", title.replace('《', "〈").replace('》', "〉")),
    }
}

fn push_part(
    naming: Naming,
    token: Token,
    number: &str,
    above: Option<Token>,
    in_article: bool,
    out: &mut String,
) {
    let (number, again) = number.split_once('_').map_or((number, None), |(n, k)| (n, Some(k)));
    let under_chapter = matches!(above, Some(Token::Chapter | Token::Part));
    match naming {
        Naming::English => out.push_str(&english(token, number, in_article)),
        _ => push_chinese(naming, token, number, under_chapter, in_article, out),
    }
    if let Some(again) = again {
        out.push_str(&match naming {
            Naming::English => format!(" ({again})"),
            _ => format!("（其{}）", spelled(again)),
        });
    }
}

fn push_chinese(
    naming: Naming,
    token: Token,
    number: &str,
    under_chapter: bool,
    in_article: bool,
    out: &mut String,
) {
    let old = naming != Naming::Simplified;
    let pick = |simplified: &'static str, traditional: &'static str| {
        if old { traditional } else { simplified }
    };
    let n = || spelled(number);
    let mut push = |before: &str, number: &str, after: &str| {
        for part in [before, number, after] {
            out.push_str(part);
        }
    };
    match token {
        Token::Preamble => push("引言", "", ""),
        Token::Conclusion => push(pick("结尾", "結尾"), "", ""),
        Token::Cover => push("通知", "", ""),
        Token::Attachment => push("附件", number, ""),
        Token::Part => push("第", &n(), pick("编", "編")),
        Token::Chapter => push("第", &n(), "章"),
        Token::Section if under_chapter => push("第", &n(), pick("节", "節")),
        Token::Section => push("第", &n(), "部分"),
        Token::Subsection => push("第（", &n(), pick("）项", "）項")),
        Token::Article if naming == Naming::Taiwan => push("第", number, "條"),
        Token::Article => {
            let (main, of) = number.split_once('-').map_or((number, None), |(m, of)| (m, Some(of)));
            let article = pick("条", "條");
            push("第", &spelled(main), "");
            match of {
                Some(letter) if !letter.starts_with(|c: char| c.is_ascii_digit()) => {
                    push("-", letter, article);
                }
                Some(of) => push(article, "之", &spelled(of)),
                None => push(article, "", ""),
            }
        }
        // 2.1.3, as the decimals are printed.
        Token::Clause => push("第", &number.replace('-', "."), pick("点", "點")),
        Token::Subclause => push("第（", number, pick("）小点", "）小點")),
        Token::Paragraph if in_article && naming == Naming::Taiwan => push("第", number, "項"),
        Token::Paragraph if in_article => push("第", &n(), "款"),
        Token::Paragraph => push("第", &n(), "段"),
        Token::Point if in_article && naming == Naming::Taiwan => push("第", number, "款"),
        Token::Point if in_article => push("第（", &n(), pick("）项", "）項")),
        Token::Indent if in_article => push("第", number, "目"),
        Token::Point | Token::Indent => push("第", &n(), pick("小项", "小項")),
        Token::Table => push("表", &n(), ""),
    }
}

fn english(token: Token, number: &str, in_article: bool) -> String {
    let name = match token {
        Token::Preamble => return "preamble".into(),
        Token::Conclusion => return "conclusion".into(),
        Token::Cover => return "cover notice".into(),
        Token::Attachment => "annex",
        Token::Part => "part",
        Token::Chapter => "chapter",
        Token::Section => "section",
        Token::Subsection => "subsection",
        Token::Article => "article",
        Token::Clause => return format!("clause {}", number.replace('-', ".")),
        Token::Subclause => "subclause",
        Token::Paragraph => "paragraph",
        Token::Point => "point",
        Token::Indent if in_article => "item",
        Token::Indent => "indent",
        Token::Table => "table",
    };
    format!("{name} {number}")
}

/// Digits in Chinese; what is no plain number stays as it is.
fn spelled(number: &str) -> String {
    number.parse().map_or_else(|_| number.to_owned(), number_in_chinese)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Metadata;

    fn circular(title: &str, language: Language) -> Circular {
        let meta = Metadata { title: title.into(), language: Some(language), ..Metadata::default() };
        Circular { meta, ..Circular::default() }
    }

    #[test]
    fn cites_as_official_papers_do() {
        let hans = circular("关于印发《溪口县渡口管理办法》的通知", Language::Simplified);
        let hant = circular("渡口管理辦法", Language::Traditional);
        let english = circular("Ferry Rules", Language::English);
        for (circular, anchor, want) in [
            (&hans, "art_10__para_2", "《关于印发〈溪口县渡口管理办法〉的通知》第十条第二款"),
            (
                &hans,
                "art_120-1__point_3",
                "《关于印发〈溪口县渡口管理办法〉的通知》第一百二十条之一第（三）项",
            ),
            (&hant, "sec_4__subsec_1__cl_3", "《渡口管理辦法》第四部分第（一）項第3點"),
            (&hant, "chp_2__sec_1", "《渡口管理辦法》第二章第一節"),
            (&hant, "cl_3_2", "《渡口管理辦法》第3點（其二）"),
            (&hant, "cl_2-1-3__para_1", "《渡口管理辦法》第2.1.3點第一段"),
            (&english, "art_3__para_2", "“Ferry Rules”, article 3, paragraph 2"),
        ] {
            assert_eq!(citation_form(circular, Some(&Anchor::parse(anchor).unwrap())), want);
        }
        assert_eq!(citation_form(&hant, None), "《渡口管理辦法》");
    }
}
