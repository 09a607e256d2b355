//! The timeline of issuance: every dated event, oldest first.

use crate::model::{Circular, Event, Level};

/// Every date that the circulars give, by date, then slug, then the order of a paper's life.
/// A circular without a level stands in the lane `other`; one without dates has no event.
pub fn timeline<'a>(circulars: impl IntoIterator<Item = &'a Circular>) -> Vec<Event> {
    let mut events: Vec<Event> = circulars
        .into_iter()
        .flat_map(|circular| {
            let level = circular.meta.level.unwrap_or(Level::Other);
            circular.meta.dates.named().into_iter().map(move |(name, date)| Event {
                date,
                name,
                slug: circular.slug.clone(),
                level,
            })
        })
        .collect();
    events.sort_by(|a, b| (a.date, &a.slug).cmp(&(b.date, &b.slug)));
    events
}

#[cfg(test)]
mod tests {
    use super::super::samples::circular;
    use super::*;

    #[test]
    fn events_stand_in_order_and_the_undated_has_none() {
        let mut late = circular("2016/b", "乙", &[]);
        late.meta.dates.issued = "2016-02-01".parse().ok();
        late.meta.dates.effective = "2016-02-01".parse().ok();
        late.meta.level = Some(Level::County);
        let mut early = circular("2015/a", "甲", &[]);
        early.meta.dates.issued = "2015".parse().ok();
        early.meta.dates.revised = "2018-01-01".parse().into_iter().collect();
        let undated = circular("undated/c", "丙", &[]);
        let shown: Vec<String> = timeline([&late, &early, &undated])
            .into_iter()
            .map(|e| format!("{} {} {} {}", e.date, e.name, e.slug, e.level.name()))
            .collect();
        assert_eq!(
            shown,
            [
                "2015 issued 2015/a other",
                "2016-02-01 issued 2016/b county",
                "2016-02-01 effective 2016/b county",
                "2018-01-01 revised 2015/a other",
            ]
        );
    }
}
