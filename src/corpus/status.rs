//! Whether a circular is in force, worked out from dates and relations.

use super::works;
use crate::model::{
    Anchor, Circular, Incoming, PartialDate, Standing, Status, Verb, Version, chinese_number,
};
use regex::Regex;
use std::sync::LazyLock;

/// 有效期至2027年12月31日; 有效期5年, 有效期限为五年.
static TERM: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"有效期限?[为為]?(?:至([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日|([0-9一二三四五六七八九十]{1,3})年)",
    )
    .ok()
});

/// What is known about a circular when its status is worked out.
pub struct Case<'a> {
    pub circular: &'a Circular,
    /// What others do to it, or to another text of its work.
    pub incoming: Vec<&'a Incoming>,
    /// The versions of its work, oldest first; empty when there is one only.
    pub versions: &'a [Version],
    /// The day for which the status holds.
    pub as_of: PartialDate,
}

/// The status of a circular and its evidence. The first that holds decides: what a person wrote; repeal; 尚未生效;
/// the end of the term that the text sets itself; a later version or an amendment in force; else 现行有效
/// where a date says since when. `in_force_from` gives the day from which another circular (its slug) applies.
pub fn standing(case: &Case, in_force_from: impl Fn(&str) -> Option<PartialDate>) -> Standing {
    let meta = &case.circular.meta;
    let itself = |anchor: Option<Anchor>| vec![(case.circular.slug.clone(), anchor)];
    if let Some(status) = meta.status {
        return Standing { status: Some(status), since: None, evidence: itself(None) };
    }
    if meta.kind.as_deref() == Some("commentary") {
        return Standing::default();
    }
    if let Some(date) = meta.dates.repealed.filter(|date| *date <= case.as_of) {
        return Standing { status: Some(Status::Repealed), since: Some(date), evidence: itself(None) };
    }
    if let Some(standing) = case.changed(Verb::Repeals, Status::Repealed, &in_force_from) {
        return standing;
    }
    let (start, clause) = (applies_from(case.circular), start_clause(case.circular));
    if let Some(start) = start.filter(|start| *start > case.as_of) {
        return Standing { status: Some(Status::NotYet), since: Some(start), evidence: itself(clause) };
    }
    if let Some((end, clause)) = term_end(case.circular).filter(|(end, _)| *end < case.as_of) {
        return Standing { status: Some(Status::Expired), since: Some(end), evidence: itself(Some(clause)) };
    }
    let own = works::version_date(case.circular);
    let later = case.versions.iter().find(|version| {
        version.date > own
            && version.date.is_some()
            && in_force_from(&version.slug).is_some_and(|d| d <= case.as_of)
    });
    if let Some(later) = later.filter(|_| own.is_some()) {
        let evidence = vec![(later.slug.clone(), None)];
        return Standing { status: Some(Status::Amended), since: in_force_from(&later.slug), evidence };
    }
    if let Some(standing) = case.changed(Verb::Amends, Status::Amended, &in_force_from) {
        return standing;
    }
    match start {
        Some(start) => {
            Standing { status: Some(Status::InForce), since: Some(start), evidence: itself(clause) }
        }
        None => Standing::default(),
    }
}

impl Case<'_> {
    /// The first act in force by the day that repeals or amends this text. An act older than the text is part of it already.
    fn changed(
        &self,
        verb: Verb,
        status: Status,
        in_force_from: &impl Fn(&str) -> Option<PartialDate>,
    ) -> Option<Standing> {
        let own = works::version_date(self.circular);
        let dated = |act: &Incoming| act.date.or_else(|| in_force_from(&act.slug));
        let mut acts: Vec<(Option<PartialDate>, &Incoming)> = self
            .incoming
            .iter()
            .filter(|act| act.verb == verb && act.slug != self.circular.slug)
            .map(|act| (dated(act), *act))
            .filter(|(date, _)| {
                date.is_none_or(|date| date <= self.as_of && own.is_none_or(|own| date > own))
            })
            .collect();
        // Dated before undated; then the earliest.
        acts.sort_by_key(|(date, act)| (date.is_none(), *date, act.slug.clone()));
        let (date, act) = acts.first()?;
        let evidence = vec![(act.slug.clone(), act.evidence.clone())];
        Some(Standing { status: Some(status), since: *date, evidence })
    }
}

/// The day from which a circular applies: 施行日期, else its principal date.
pub fn applies_from(circular: &Circular) -> Option<PartialDate> {
    circular.meta.dates.effective.or(circular.meta.dates.principal())
}

/// The last clause that says from when the circular applies.
fn start_clause(circular: &Circular) -> Option<Anchor> {
    let says = |text: &str| {
        ["起施行", "起实施", "起實施", "起执行", "起執行"].iter().any(|words| text.contains(words))
    };
    circular.clauses().filter(|clause| says(&clause.text)).last().map(|clause| clause.anchor.clone())
}

/// The last day of the term that the text sets itself, and the clause that does. Only beside the words on
/// its start: elsewhere 有效期 is that of a permit.
fn term_end(circular: &Circular) -> Option<(PartialDate, Anchor)> {
    let anchor = start_clause(circular)?;
    let text = &circular.clauses().find(|clause| clause.anchor == anchor)?.text;
    let found = TERM.as_ref()?.captures(text)?;
    let part = |i: usize| found.get(i).map(|m| m.as_str());
    let end = match (part(1), part(2), part(3), part(4)) {
        (Some(year), Some(month), Some(day), _) => {
            PartialDate::ymd(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)?
        }
        (_, _, _, Some(years)) => {
            let start = applies_from(circular)?;
            let years = i16::try_from(chinese_number(years)?).ok()?;
            day_before(PartialDate { year: start.year.checked_add(years)?, ..start })
        }
        _ => return None,
    };
    Some((end, anchor))
}

/// The day before, as exact as the date itself.
fn day_before(date: PartialDate) -> PartialDate {
    let (Some(month), Some(day)) = (date.month, date.day) else { return date };
    if day > 1 {
        return PartialDate { day: Some(day - 1), ..date };
    }
    let (year, month) = if month > 1 { (date.year, month - 1) } else { (date.year - 1, 12) };
    (28..=31).rev().find_map(|day| PartialDate::ymd(year, month, day)).unwrap_or(date)
}

#[cfg(test)]
mod tests {
    use super::super::samples::circular;
    use super::*;

    fn day(text: &str) -> PartialDate {
        text.parse().expect("a date")
    }

    fn paper(issued: &str, last: &str) -> Circular {
        let mut paper = circular("2015/a", "溪口县办法", &["第一句。", last]);
        paper.meta.dates.issued = issued.parse().ok();
        paper
    }

    fn act(verb: Verb, date: Option<&str>) -> Incoming {
        let evidence = Anchor::parse("art_9");
        Incoming { verb, slug: "2018/b".into(), evidence, words: String::new(), date: date.map(day) }
    }

    fn of(
        circular: &Circular,
        acts: &[Incoming],
        versions: &[Version],
        as_of: &str,
    ) -> (Option<Status>, String) {
        let case = Case { circular, incoming: acts.iter().collect(), versions, as_of: day(as_of) };
        let found = standing(&case, |slug| (slug != "2015/a").then(|| day("2018-05-01")));
        let evidence: Vec<String> = found
            .evidence
            .iter()
            .map(|(slug, anchor)| {
                format!("{slug}{}", anchor.as_ref().map_or(String::new(), |a| format!("#{a}")))
            })
            .collect();
        (
            found.status,
            format!("{} {}", found.since.map_or("-".into(), |d| d.to_string()), evidence.join(" ")),
        )
    }

    #[test]
    fn dates_and_acts_decide_each_with_its_evidence() {
        let mut paper = paper("2015-03-01", "本办法自2015年4月1日起施行，有效期5年。");
        paper.meta.dates.effective = Some(day("2015-04-01"));
        let later = [
            Version { slug: "2015/a".into(), date: Some(day("2015-03-01")) },
            Version { slug: "2018/c".into(), date: Some(day("2018-04-01")) },
        ];
        for (acts, versions, as_of, status, why) in [
            (vec![], &[][..], "2015-03-20", Status::NotYet, "2015-04-01 2015/a#para_2"),
            (vec![], &[], "2020-03-31", Status::InForce, "2015-04-01 2015/a#para_2"),
            (vec![], &[], "2020-04-01", Status::Expired, "2020-03-31 2015/a#para_2"),
            (vec![act(Verb::Repeals, None)], &[], "2019-01-01", Status::Repealed, "2018-05-01 2018/b#art_9"),
            (vec![act(Verb::Repeals, None)], &[], "2018-04-30", Status::InForce, "2015-04-01 2015/a#para_2"),
            (
                vec![act(Verb::Amends, Some("2017-01-01"))],
                &[],
                "2019-01-01",
                Status::Amended,
                "2017-01-01 2018/b#art_9",
            ),
            (
                vec![act(Verb::Amends, Some("2014-01-01"))],
                &[],
                "2019-01-01",
                Status::InForce,
                "2015-04-01 2015/a#para_2",
            ),
            (vec![], &later, "2019-01-01", Status::Amended, "2018-05-01 2018/c"),
            (vec![], &later, "2018-04-20", Status::InForce, "2015-04-01 2015/a#para_2"),
        ] {
            assert_eq!(of(&paper, &acts, versions, as_of), (Some(status), why.to_owned()), "{as_of}");
        }
    }

    #[test]
    fn nothing_is_guessed_and_a_person_has_the_last_word() {
        let mut undated = circular("2015/a", "办法", &["许可证有效期3年。"]);
        assert_eq!(of(&undated, &[], &[], "2020-01-01"), (None, "- ".into()));
        undated.meta.status = Some(Status::Expired);
        assert_eq!(of(&undated, &[], &[], "2020-01-01"), (Some(Status::Expired), "- 2015/a".into()));
        let mut page = paper("2015-01-01", "说明。");
        page.meta.kind = Some("commentary".into());
        assert_eq!(of(&page, &[], &[], "2020-01-01").0, None);
        assert_eq!(day_before(day("2016-03-01")), day("2016-02-29"));
        assert_eq!(day_before(day("2016-01-01")), day("2015-12-31"));
    }
}
