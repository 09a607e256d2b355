//! The form in which a text arrives.

use super::numeral::Day;
use super::plan::{Coat, Plan, Shape};
use opencc_fmmseg::OpenCC;
use std::sync::OnceLock;

/// Characters in a line of a PDF.
const WIDTH: usize = 28;

/// The ending of the file's name, and its text.
pub fn dress(plan: &Plan, lines: &[String]) -> (&'static str, String) {
    static CONVERTER: OnceLock<OpenCC> = OnceLock::new();
    if plan.shape == Shape::Traditional {
        let text = plain(lines);
        return ("txt", CONVERTER.get_or_init(OpenCC::new).s2t(&text, false));
    }
    match plan.coat {
        Coat::Plain => ("txt", plain(lines)),
        Coat::Export => {
            // Title and note stand in the fields.
            let noted = lines.get(1).is_some_and(|line| line.starts_with('（'));
            ("txt", export(plan, &plain(&lines[1 + usize::from(noted)..])))
        }
        Coat::Wrapped => ("txt", wrapped(lines)),
        Coat::Html => ("html", html(plan, lines)),
    }
}

fn plain(lines: &[String]) -> String {
    lines.join("\n") + "\n"
}

fn export(plan: &Plan, text: &str) -> String {
    let Day { year, month, day } = plan.day;
    format!(
        "法规标题：{}\n颁布时间：{year}{month:02}{day:02}\n颁布主体：{}\n通过会议：\n法规正文：\n{text}",
        plan.title, plan.issuer
    )
}

fn wrapped(lines: &[String]) -> String {
    let mut out = String::new();
    for line in lines {
        let indent = if line.ends_with(['。', '；']) { "　　" } else { "" };
        let wide = indent.chars().chain(line.chars()).map(|c| match c {
            '0'..='9' => char::from_u32(c as u32 - 0x30 + 0xff10).unwrap_or(c),
            c => c,
        });
        for (at, c) in wide.enumerate() {
            if at > 0 && at % WIDTH == 0 {
                out.push_str("\n\n");
            }
            out.push(c);
        }
        out.push_str("\n\n");
    }
    out
}

fn html(plan: &Plan, lines: &[String]) -> String {
    let paragraphs: String = lines[1..].iter().map(|line| format!("<p>{line}</p>\n")).collect();
    format!(
        "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head><meta charset=\"utf-8\"><title>{0}</title></head>\n<body>\n\
         <div class=\"nav\"><ul><li><a href=\"/\">首页</a></li><li><a href=\"/zwgk/\">政务公开</a></li></ul></div>\n\
         <div class=\"article\">\n<h1>{0}</h1>\n{paragraphs}</div>\n</body>\n</html>\n",
        lines.first().unwrap_or(&plan.title)
    )
}
