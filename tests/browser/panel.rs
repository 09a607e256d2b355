//! What stands behind the sign beside each clause.

use crate::reader::{CONTROL, ENTER, Reader, TAB};
use crate::stage::Stage;

pub fn copying_by_keyboard(stage: &Stage, reader: &Reader) {
    let page = stage.circular("云岭省古茶树保护条例(2021-07-29).txt");
    reader.open(&format!("{page}#art_15__para_2"));
    reader.is_at("art_15__para_2", "水窖");
    reader.sees("document.querySelector(':target > .tools > summary').focus()", &[]);
    reader.types(ENTER);
    reader.waits_for("document.querySelectorAll(':target .self button').length === 2", &[]);
    assert_eq!(
        reader.sees("document.querySelector(':target .panel').innerText.includes(a)", &["引用本条的"]),
        true
    );

    // The link to the clause comes first, the two buttons after it.
    reader.types(TAB);
    reader.types(TAB);
    assert_eq!(reader.text("document.activeElement.innerText", &[]), "复制链接");
    reader.types(ENTER);
    reader.waits_for("document.activeElement.innerText === '已复制'", &[]);
    let href = reader.text("location.href", &[]);
    assert!(href.ends_with("#art_15__para_2"), "{href}");
    assert_eq!(pasted(reader), href);

    reader.sees("document.querySelector(':target .self button').focus()", &[]);
    reader.types(TAB);
    reader.types(ENTER);
    reader.waits_for("document.activeElement.innerText === '已复制'", &[]);
    assert_eq!(pasted(reader), "《云岭省古茶树保护条例》第十五条第二款");
}

/// From the clause at which the page stands, with nothing but keys.
pub fn by_keyboard_alone(stage: &Stage, reader: &Reader) {
    let page = stage.circular("云岭省古茶树保护条例(2021-07-29).txt");
    reader.open(&format!("{page}#art_28"));
    reader.is_at("art_28", "第二十条");
    let focused = "document.activeElement.matches(a)";
    for _ in 0..4 {
        reader.types(TAB);
        if reader.sees(focused, &["#art_28 summary"]) == true {
            break;
        }
    }
    assert_eq!(reader.sees(focused, &["#art_28 summary"]), true, "the sign of the clause is reached by Tab");
    assert_ne!(reader.text("document.activeElement.ariaLabel", &[]), "", "and says what it is");
    let open = "document.querySelector('#art_28 details').open";
    reader.types(ENTER);
    reader.waits_for(open, &[]);
    // Closed again, none of its links is in the way.
    reader.types(ENTER);
    reader.waits_for(&format!("!{open}"), &[]);
    reader.types(TAB);
    assert_eq!(reader.sees("!!document.activeElement.closest('#art_28 details')", &[]), false);

    reader.sees("document.querySelector('#art_28 summary').focus()", &[]);
    reader.types(ENTER);
    reader.waits_for("document.querySelectorAll('#art_28 button').length === 2", &[]);
    for _ in 0..8 {
        reader.types(TAB);
        if reader.sees(focused, &["#art_28 details a[href$='#art_20']"]) == true {
            break;
        }
    }
    reader.types(ENTER);
    reader.is_at("art_20", "");
    assert_eq!(reader.address(), format!("{page}#art_20"));
}

/// What the clipboard holds, by pasting it into the search box.
fn pasted(reader: &Reader) -> String {
    reader.sees("document.getElementById('find').value = ''", &[]);
    reader.types_into("#find", &format!("{CONTROL}v"));
    reader.waits_for("document.getElementById('find').value", &[]);
    reader.text("document.getElementById('find').value", &[])
}
