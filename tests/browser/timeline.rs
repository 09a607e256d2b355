//! The timeline with script.

use crate::reader::Reader;
use crate::stage::Stage;

pub fn filters_stay_in_the_address(_: &Stage, reader: &Reader) {
    let shown = "Array.from(document.querySelectorAll('.rows li')).filter((e) => e.checkVisibility())";
    let all = format!("{shown}.length");
    reader.open("timeline.html");
    let before = reader.number(&all, &[]);
    reader.chooses("select[name=level]", "市级");
    reader.chooses("select[name=from]", "2020");
    let only = format!(
        "{shown}.every((e) => e.dataset.level === 'municipal' && e.querySelector('time').dateTime >= '2020')"
    );
    reader.waits_for(&only, &[]);
    let after = reader.number(&all, &[]);
    assert!(0 < after && after < before, "{after} of {before}");
    let address = reader.address();
    assert!(address.contains("level=municipal") && address.contains("from=2020"), "{address}");

    // The address alone brings the choice back, also in a page that is opened afresh.
    reader.open("index.html");
    reader.open(&address);
    reader.waits_for(&only, &[]);
    assert_eq!(reader.number(&all, &[]), after);
    assert_eq!(reader.text("document.querySelector('select[name=level]').value", &[]), "municipal");

    reader.clicks(".filters button[type=reset]");
    reader.waits_for(&format!("{all} === Number(a)"), &[&before.to_string()]);
    assert_eq!(reader.address(), "timeline.html");
}
