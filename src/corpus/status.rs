//! Whether a circular is in force, worked out from dates and relations.

use super::works;
use crate::model::{
    Anchor, Circular, ClauseRef, Incoming, PartialDate, Standing, Status, Verb, Version, chinese_number,
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
/// where a date says since when. `in_force_from` gives the day from which another circular (its slug) applies,
/// `decided_on` the day it was passed or issued.
pub fn standing(
    case: &Case,
    in_force_from: impl Fn(&str) -> Option<PartialDate>,
    decided_on: impl Fn(&str) -> Option<PartialDate>,
) -> Standing {
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
    if let Some(standing) = case.changed(Verb::Repeals, Status::Repealed, &in_force_from, &decided_on) {
        return standing;
    }
    let (start, said) = (applies_from(case.circular), start_clause(case.circular));
    let clause = said.map(|clause| clause.anchor.clone());
    if let Some(start) = start.filter(|start| *start > case.as_of) {
        return Standing { status: Some(Status::NotYet), since: Some(start), evidence: itself(clause) };
    }
    let end = said.and_then(|clause| term_end(case.circular, clause));
    if let Some(end) = end.filter(|end| *end < case.as_of) {
        return Standing { status: Some(Status::Expired), since: Some(end), evidence: itself(clause) };
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
    if let Some(standing) = case.changed(Verb::Amends, Status::Amended, &in_force_from, &decided_on) {
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
    /// The first act in force by the day that repeals or amends this text. An act older than the text, or of a
    /// day that the text gives as that of its own revision, is part of it already.
    fn changed(
        &self,
        verb: Verb,
        status: Status,
        in_force_from: &impl Fn(&str) -> Option<PartialDate>,
        decided_on: &impl Fn(&str) -> Option<PartialDate>,
    ) -> Option<Standing> {
        let own = works::version_date(self.circular);
        let revised = &self.circular.meta.dates.revised;
        let taken_in = |act: &Incoming| decided_on(&act.slug).is_some_and(|day| revised.contains(&day));
        let dated = |act: &Incoming| act.date.or_else(|| in_force_from(&act.slug));
        let mut acts: Vec<(Option<PartialDate>, &Incoming)> = self
            .incoming
            .iter()
            .filter(|act| act.verb == verb && act.slug != self.circular.slug && !taken_in(act))
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
fn start_clause(circular: &Circular) -> Option<ClauseRef<'_>> {
    let applies =
        |rest: &str| ["施行", "实施", "實施", "执行", "執行"].iter().any(|word| rest.starts_with(word));
    // Every clause of every text is looked through: one character is found faster than five words.
    let says = |clause: &ClauseRef| clause.text.split('起').skip(1).any(applies);
    circular.clauses().rev().find(says)
}

/// The last day of the term that the text sets itself in the clause on its start: elsewhere 有效期 is
/// that of a permit.
fn term_end(circular: &Circular, clause: ClauseRef) -> Option<PartialDate> {
    let found = TERM.as_ref()?.captures(clause.text)?;
    let part = |i: usize| found.get(i).map(|m| m.as_str());
    match (part(1), part(2), part(3), part(4)) {
        (Some(year), Some(month), Some(day), _) => {
            PartialDate::ymd(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
        }
        (_, _, _, Some(years)) => {
            let start = applies_from(circular)?;
            let years = i16::try_from(chinese_number(years)?).ok()?;
            Some(day_before(PartialDate { year: start.year.checked_add(years)?, ..start }))
        }
        _ => None,
    }
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
        let known = |slug: &str, date: &str| (slug != "2015/a").then(|| day(date));
        let found = standing(&case, |slug| known(slug, "2018-05-01"), |slug| known(slug, "2018-03-01"));
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
    fn a_text_that_names_its_revision_has_taken_it_in() {
        let mut paper = paper("2015-03-01", "完。");
        paper.meta.dates.effective = Some(day("2015-04-01"));
        let acts = [act(Verb::Amends, Some("2018-05-01"))];
        assert_eq!(of(&paper, &acts, &[], "2019-01-01").0, Some(Status::Amended));
        paper.meta.dates.revised = vec![day("2018-03-01")];
        assert_eq!(of(&paper, &acts, &[], "2019-01-01").0, Some(Status::InForce));
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
