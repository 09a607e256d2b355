//! The words that state a relation, in a sentence around a citation and in a title.

use super::{lists::introduces, titles_in};
use crate::model::{Span, Verb, in_simplified};

/// A sentence with a citation in it.
pub(super) struct Sentence {
    /// Simplified, titles in 《》 included, up to the citation.
    before: String,
    words: String,
    after: String,
    /// As printed.
    printed_before: String,
    printed_after: String,
    /// The clause above, where this one is an item of its list.
    stem: String,
    /// Whether the clause opens the paper, and so speaks of the paper itself.
    opening: bool,
}

/// The words by which a notice hands on what was agreed to.
const ISSUED: &[&str] = &[
    "，现印发",
    "，现予印发",
    "，现予以印发",
    "，现公布",
    "，现予公布",
    "，现予以公布",
    "，现发布",
    "，现予发布",
    "，现予以发布",
    "，现颁布",
    "，现予颁布",
];

/// Those by which it hands on what another body issued.
const FORWARDED: &[&str] =
    &["，现转发", "，现批转", "，现予转发", "，现予批转", "，现予以转发", "，现予以批转"];

/// The longest stating words that are kept, in characters.
const LONGEST: usize = 120;

impl Sentence {
    pub(super) fn around(text: &str, span: Span, stem: &str, opening: bool) -> Option<Sentence> {
        let before = text.get(..span.start)?;
        let after = text.get(span.end..)?;
        let before = before.rsplit(['。', '\n', '！']).next().unwrap_or_default();
        let after = after.split(['。', '\n', '！']).next().unwrap_or_default();
        Some(Sentence {
            before: in_simplified(before).into_owned(),
            words: text.get(span.start..span.end)?.to_owned(),
            after: in_simplified(after).into_owned(),
            printed_before: before.to_owned(),
            printed_after: after.to_owned(),
            stem: if introduces(stem) { in_simplified(stem).into_owned() } else { String::new() },
            opening,
        })
    }

    /// Verbs and the words that state each. `provision`: a clause of the work is cited.
    pub(super) fn verbs(&self, provision: bool, amending: bool) -> Vec<(Verb, String)> {
        let mut found = Vec::new();
        let mut add = |verb: Verb, words: Option<String>| {
            if let Some(words) = words {
                found.push((verb, words.chars().take(LONGEST).collect()));
            }
        };
        let repeals = self.repeals();
        match provision {
            // A work of which one article is repealed is amended.
            true => add(Verb::Amends, repeals.or_else(|| self.amends(amending))),
            // 国务院批转的《…》同时废止: what was done to it before, others did.
            false if repeals.is_some() => {
                add(Verb::Repeals, repeals);
                return found;
            }
            false => add(Verb::Amends, self.amends(amending)),
        }
        if !provision {
            add(Verb::Approves, self.led_by(&["批准", "同意", "原则同意", "原则批准"]));
            add(
                Verb::Forwards,
                self.led_by(&["转发", "批转"])
                    .filter(|_| !self.told_of_others(&["转发", "批转"]))
                    .or_else(|| self.handed_on(&["转发给", "批转给", "转发你们", "批转你们"]))
                    .or_else(|| self.agreed(FORWARDED)),
            );
            let carried =
                self.led_by(&["印发", "发布", "公布", "颁布"]).filter(|_| self.before_has_present());
            let handed = self.handed_on(&[
                "印发给",
                "印发你们",
                "予以印发",
                "予公布",
                "予以公布",
                "予发布",
                "予以发布",
                "公布",
                "印发",
                "发布",
                "下发给",
            ]);
            add(Verb::Carries, handed.or_else(|| self.agreed(ISSUED)).or(carried));
        }
        add(Verb::BasedOn, self.based_on());
        if !provision {
            add(Verb::Implements, self.implements());
        }
        found
    }

    /// The words as printed, from the last `lead` before the citation to the first `follow` behind it.
    fn quote(&self, lead: Option<&str>, follow: Option<&str>) -> String {
        let from = lead.and_then(|lead| self.before.rfind(lead)).map(|at| self.before[..at].chars().count());
        let to = follow
            .and_then(|follow| self.after.find(follow).map(|at| at + follow.len()))
            .map(|end| self.after[..end].chars().count());
        let before = from.map(|from| self.printed_before.chars().skip(from).collect::<String>());
        let after = to.map(|to| self.printed_after.chars().take(to).collect::<String>());
        format!("{}{}{}", before.unwrap_or_default(), self.words, after.unwrap_or_default())
    }

    /// 《…》同时废止; 废止《…》; an item under …予以废止：.
    fn repeals(&self) -> Option<String> {
        const WORDS: &[&str] = &["废止", "停止执行", "停止施行", "不再适用", "不再执行", "失效", "停止使用"];
        // What is said behind a bracket is not said of what stands in it: 《…》（根据《…》修订）废止.
        let inside = self.before.matches('（').count() > self.before.matches('）').count();
        let after = self.after.split('）').next().filter(|_| inside).unwrap_or(&self.after);
        let gap = without_brackets(after);
        let said = WORDS.iter().filter_map(|word| gap.find(word).map(|at| (at, *word))).min();
        if let Some((at, word)) = said {
            let between = &gap[..at];
            let other = [
                "依照", "按照", "根据", "制定", "施行", "有关", "规定", "为准", "应当", "尚未", "执行",
                "可以", "者",
            ];
            if between.chars().count() <= 60 && !other.iter().any(|word| between.contains(word)) {
                return Some(self.quote(None, Some(word)));
            }
        }
        let led = self.led_by(&["废止", "宣布废止", "废止了"]).or_else(|| {
            let listed = WORDS.iter().any(|word| self.stem.contains(word));
            (listed && !inside && without_brackets(&self.before).chars().count() <= 30)
                .then(|| format!("{}{}", self.stem, self.words))
        });
        led.filter(|_| !gap.starts_with('的'))
    }

    /// 对《…》作如下修改; 《…》第三条修改为; 在《…》中增加一条; 删去《…》第三条.
    fn amends(&self, amending: bool) -> Option<String> {
        const CHANGES: &[&str] = &[
            "作如下修改",
            "作以下修改",
            "作出如下修改",
            "作出修改",
            "修改为",
            "进行修改",
            "予以修改",
            "作相应修改",
            "作部分修改",
            "作了修改",
            "改为",
            "增加一条",
            "增加一款",
            "增加一项",
            "删去",
            "删除",
            "修正为",
            "增加",
            "的部分条款",
        ];
        let gap = without_brackets(&self.after);
        let said = CHANGES.iter().filter_map(|word| gap.find(word).map(|at| (at, *word))).min();
        let lead = without_brackets(&self.before);
        let lead = lead.trim_end_matches(['、', '和', '与', '及', '，']);
        let led = ["对", "将", "在", "把", "删去", "删除", "修改", "决定对"]
            .iter()
            .any(|word| lead.ends_with(word));
        if let Some((at, word)) = said {
            let near = !gap[..at].contains(['；', '：']) && gap[..at].chars().count() <= 30;
            if near && (led || amending && !gap[..at].contains('，')) {
                return Some(self.quote(None, Some(word)));
            }
        }
        let verb = ["修改", "删去", "删除"].into_iter().find(|verb| lead.ends_with(verb))?;
        (amending && !gap.starts_with('的')).then(|| self.quote(Some(verb), None))
    }

    /// A verb right before the title, other titles and an issuer between.
    fn led_by(&self, verbs: &[&str]) -> Option<String> {
        let lead = without_brackets(&self.before);
        let (at, verb) = verbs
            .iter()
            .filter_map(|verb| lead.rfind(verb).map(|at| (at, *verb)))
            .max_by_key(|(at, verb)| at + verb.len())?;
        let between = &lead[at + verb.len()..];
        let issuer = between.trim_start_matches("了").trim_matches(['、', '和', '与', '及', ' ']);
        // 批准的《…》 says what somebody else did.
        let plain =
            issuer.is_empty() || issuer.chars().count() <= 14 && is_body(issuer) && !issuer.contains('的');
        let negated = lead[..at].ends_with(['未', '不', '经']);
        (plain && !negated).then(|| self.quote(Some(verb), None))
    }

    /// 现将《…》印发给你们.
    fn handed_on(&self, verbs: &[&str]) -> Option<String> {
        let lead = without_brackets(&self.before);
        let (now, word) = ["现将", "现把", "将", "现"]
            .iter()
            .filter_map(|word| lead.rfind(word).map(|at| (at, *word)))
            .min_by_key(|(at, _)| std::cmp::Reverse(*at))?;
        if lead[now..].contains(['，', '；']) || lead[now..].chars().count() > 30 {
            return None;
        }
        let gap = without_brackets(&self.after);
        let (at, verb) = verbs
            .iter()
            .filter_map(|verb| gap.find(verb).map(|at| (at, *verb)))
            .min_by_key(|(at, v)| (*at, std::cmp::Reverse(v.len())))?;
        let near = gap[..at].chars().count() <= 24 && !gap[..at].contains('；');
        near.then(|| self.quote(Some(word), Some(verb)))
    }

    /// 《…》已经省政府同意，现印发给你们; 《…》已经通过，现予公布; 省政府同意《…》，现批转给你们.
    fn agreed(&self, handed_on: &[&str]) -> Option<String> {
        let gap = without_brackets(&self.after);
        let (at, said) = handed_on.iter().filter_map(|word| gap.find(word).map(|at| (at, *word))).min()?;
        let agrees =
            |words: &str| ["通过", "同意", "批准", "审定", "审议"].iter().any(|word| words.contains(word));
        let lead = without_brackets(&self.before);
        let agreed =
            agrees(&gap[..at]) || gap[..at].is_empty() && lead.rsplit('，').next().is_some_and(agrees);
        (agreed && !gap[..at].contains('；')).then(|| self.quote(None, Some(said)))
    }

    /// 1963年国务院批转《…》 tells what somebody did.
    fn told_of_others(&self, verbs: &[&str]) -> bool {
        let lead = without_brackets(&self.before);
        let at = verbs.iter().filter_map(|verb| lead.rfind(verb)).max();
        at.is_some_and(|at| is_body(&lead[..at]) || lead[..at].ends_with('日'))
    }

    fn before_has_present(&self) -> bool {
        ["现", "决定"].iter().any(|word| self.before.contains(word))
    }

    /// 根据《…》，制定本办法.
    fn based_on(&self) -> Option<String> {
        let lead = without_brackets(&self.before);
        let (at, word) = ["根据", "依据", "依照", "按照", "遵照", "依"]
            .iter()
            .filter_map(|word| lead.rfind(word).map(|at| (at, *word)))
            .max_by_key(|(at, word)| at + word.len())?;
        let between = &lead[at + word.len()..];
        if between.contains(['，', '；', '：']) || between.chars().count() > 60 {
            return None;
        }
        const MADE: &[&str] = &[
            "制定",
            "制订",
            "订定",
            "特制定",
            "修订本",
            "作出",
            "提出如下",
            "通知如下",
            "决定如下",
            "公告如下",
            "现就",
            "现将",
            "现对",
            "作如下",
            "批复如下",
            "解释如下",
            "规定如下",
            "函复如下",
            "作以下",
        ];
        let gap = without_brackets(&self.after);
        // 根据《…》，决定… speaks of the paper only where it opens it.
        let decided: &[&str] =
            if self.opening { &["，决定", "，现决定", "，经研究"] } else { &[] };
        let made = MADE.iter().chain(decided).filter_map(|word| gap.find(word).map(|at| (at, *word)));
        let (made, said) = made.min()?;
        // 根据《…》制定的计划 is somebody else's basis.
        let (between, rest) = gap.split_at(made);
        let behind = rest.strip_prefix(said).unwrap_or_default();
        let vague = matches!(said, "制定" | "制订" | "订定" | "作出");
        let ours = ["本", "之", "此", "，", "如下", "以下"].iter().any(|word| behind.starts_with(word));
        let other = behind.starts_with(['的', '和'])
            || vague && !ours && !behind.is_empty()
            || between.contains('；')
            || between.contains("应当");
        (!other).then(|| self.quote(Some(word), Some(said)))
    }

    /// 为贯彻落实《…》.
    fn implements(&self) -> Option<String> {
        let lead = without_brackets(&self.before);
        let (at, verb) = ["贯彻落实", "贯彻执行", "贯彻实施", "贯彻", "落实", "实施", "执行"]
            .iter()
            .filter_map(|verb| lead.rfind(verb).map(|at| (at, *verb)))
            .max_by_key(|(at, verb)| (at + verb.len(), verb.len()))?;
        let between = &lead[at + verb.len()..];
        let purpose = lead[..at].split(['，', '；']).any(|part| part.trim_start().starts_with('为'));
        let near = between.chars().count() <= 40 && !between.contains(['；', '：']);
        // 贯彻落实…会议和《…》精神, but not 实施…，根据《…》.
        let other = ["根据", "依照", "依据", "按照", "违反", "对"].iter().any(|word| between.contains(word));
        // 各级政府要贯彻《…》 says what others are to do.
        let strong = self.opening && verb.starts_with("贯彻") && between.chars().count() <= 16;
        (near && !other && (purpose || strong) && !between.contains('，'))
            .then(|| self.quote(Some(verb), None))
    }
}

/// What the title of a circular does to the works that it names.
pub(super) fn in_title(title: &str) -> Vec<(Verb, String)> {
    let plain = in_simplified(title);
    let named = titles_in(title);
    let mut found = Vec::new();
    let lead = plain.split('《').next().unwrap_or_default();
    let rest = plain.rsplit('》').next().unwrap_or_default();
    for work in &named {
        let verb = if lead.contains("废止") {
            Some(Verb::Repeals)
        } else if lead.contains("修改") || rest.starts_with("修正案") {
            Some(Verb::Amends)
        } else if lead.contains("批准") {
            Some(Verb::Approves)
        } else if lead.contains("转发") || lead.contains("批转") {
            Some(Verb::Forwards)
        } else if lead.ends_with("印发") || lead.ends_with("发布") || lead.ends_with("公布") {
            Some(Verb::Carries)
        } else if ["解读", "答记者问", "释义", "问答", "的说明", "解释"]
            .iter()
            .any(|word| rest.contains(word))
            || lead.contains("解读")
        {
            Some(Verb::Explains)
        } else if ["调整", "暂停", "停止"].iter().any(|word| lead.contains(word)) {
            None
        } else if lead.ends_with("实施")
            || lead.ends_with("贯彻")
            || lead.ends_with("落实")
            || lead.ends_with("执行")
            || rest.starts_with("实施")
        {
            Some(Verb::Implements)
        } else {
            None
        };
        found.extend(verb.map(|verb| (verb, work.clone())));
    }
    if !named.is_empty() {
        return found;
    }
    for mark in ["修正案", "实施条例", "实施细则", "实施办法", "实施规定"] {
        if let Some(at) = title.find(mark).filter(|at| *at > 0) {
            let verb = if mark == "修正案" { Verb::Amends } else { Verb::Implements };
            found.push((verb, title[..at].to_owned()));
        }
    }
    if let Some((_, change)) = title.split_once("关于修改")
        && let Some(act) = change.strip_suffix("的决定")
    {
        found.push((Verb::Amends, act.to_owned()));
    }
    for mark in ["转发", "批转"] {
        if let Some(inner) = title.split_once(mark).and_then(|(_, rest)| rest.strip_suffix("的通知")) {
            found.push((Verb::Forwards, inner.to_owned()));
        }
    }
    found
}

/// The text without titles and what stands in round brackets.
fn without_brackets(text: &str) -> String {
    let mut depth = 0usize;
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '《' | '（' | '(' => depth += 1,
            '》' | '）' | ')' => depth = depth.saturating_sub(1),
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

/// Whether the words can be an issuing body: 国务院, 省委办公厅.
fn is_body(words: &str) -> bool {
    ["院", "部", "委", "会", "府", "局", "厅", "省", "市", "县", "行", "署", "央", "室"]
        .iter()
        .any(|end| words.ends_with(end))
}
