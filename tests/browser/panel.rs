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

/// What the clipboard holds, by pasting it into the search box.
fn pasted(reader: &Reader) -> String {
    reader.sees("document.getElementById('find').value = ''", &[]);
    reader.types_into("#find", &format!("{CONTROL}v"));
    reader.waits_for("document.getElementById('find').value", &[]);
    reader.text("document.getElementById('find').value", &[])
}
