//! The provisions of a document: its 条, or the paragraphs of its sections. Each is made for itself, so that another
//! document can restate one, and a version can take over those that its decision left alone.

use super::Library;
use super::numeral::chinese;
use super::plan::Shape;
use super::voice::Voice;

/// Lines as printed, the first without its number.
pub type Provision = Vec<String>;

/// What a decision does to one 条 of its base.
pub enum Edit {
    Change(Provision),
    /// A new one behind it, as 之一.
    Add(Provision),
    /// Its last 款 goes; there are two at least.
    Shorten,
}

/// All provisions of a document, with what stands behind 第…条 where that is not the next number.
pub fn provisions(library: &Library, id: usize) -> Vec<(String, Provision)> {
    let plan = &library.plans[id];
    if let (Shape::Version, Some(base), Some(via)) = (plan.shape, plan.base, plan.via) {
        return amended(provisions(library, base), edits(library, via));
    }
    let mut own = Voice::new(library, id);
    let restates = !matches!(plan.shape, Shape::Decision | Shape::Forward | Shape::Explanation);
    let mut other = plan.base.filter(|_| restates).map(|base| Voice::new(library, base));
    (0..plan.provisions)
        .map(|at| {
            let lines = match other.as_mut().and_then(|other| restated(&mut own, other, at)) {
                Some(lines) => lines,
                None => provision(&mut own, at),
            };
            (numeral(at, plan.shape), lines)
        })
        .collect()
}

fn numeral(at: usize, shape: Shape) -> String {
    if shape.of_articles() { format!("第{}条", chinese(at + 1)) } else { chinese(at + 1) }
}

/// The edits of a decision by the place of the 条 in its base, in order.
pub fn edits(library: &Library, decision: usize) -> Vec<(usize, Edit)> {
    let mut voice = Voice::new(library, decision);
    let Some(base) = voice.plan.base else { return Vec::new() };
    let before = provisions(library, base);
    let count = voice.plan.provisions.min(before.len() / 2).max(1);
    // One in each stretch of the base, so that they are in order and no 条 is edited twice.
    let stretch = before.len() / (count + 1);
    (0..count)
        .filter(|_| stretch > 0)
        .map(|nth| {
            voice.turn_to(1000 + nth);
            let at = (nth * stretch + voice.chance.below(stretch)).max(1).min(before.len() - 2);
            let paragraphs =
                before[at].1.len() > 1 && !before[at].1.iter().any(|line| line.starts_with('（'));
            let edit = match voice.chance.below(4) {
                0 => Edit::Add(vec![voice.say("art"), voice.say("para")]),
                1 if paragraphs => Edit::Shorten,
                _ => Edit::Change(vec![voice.say("art")]),
            };
            (at, edit)
        })
        .collect()
}

fn amended(mut provisions: Vec<(String, Provision)>, edits: Vec<(usize, Edit)>) -> Vec<(String, Provision)> {
    for (at, edit) in edits.into_iter().rev() {
        match edit {
            Edit::Change(lines) => provisions[at].1 = lines,
            Edit::Shorten => drop(provisions[at].1.pop()),
            Edit::Add(lines) => {
                let number = format!("{}之一", provisions[at].0);
                provisions.insert(at + 1, (number, lines));
            }
        }
    }
    provisions
}

/// What `own` takes over from `other`, in nearly the same words.
fn restated(own: &mut Voice, other: &mut Voice, at: usize) -> Option<Provision> {
    own.turn_to(at);
    let (ours, theirs) = (own.plan.provisions, other.plan.provisions);
    let edge = at < 3 || at + 3 > ours;
    if edge || !own.chance.percent(60.0) {
        return None;
    }
    let from = (at * theirs / ours).clamp(3, theirs.saturating_sub(3).max(3));
    let lines = provision(other, from);
    let region = &other.plan.kind;
    let adapted = lines.into_iter().map(|line| {
        let line = line.replace(&format!("本{region}"), &format!("本{}", own.plan.kind));
        let line = line.replace("本省", &format!("本{}", own.region().own()));
        match line.rsplit_once('，') {
            // Something of its own at the end.
            Some((kept, _)) if own.chance.percent(20.0) && line.ends_with('。') => {
                format!("{kept}，{}。", own.say("vp"))
            }
            _ => line,
        }
    });
    Some(adapted.collect())
}

/// One provision of a document in its own words.
fn provision(voice: &mut Voice, at: usize) -> Provision {
    voice.turn_to(at);
    let last = voice.plan.provisions - 1;
    if !voice.plan.shape.of_articles() {
        return section_paragraph(voice);
    }
    let fines = if last > 15 { 4 } else { 1 };
    match at {
        0 => vec![voice.say("aim")],
        1 => with_paragraphs(voice, "scope", 20.0),
        _ if at == last => vec![voice.say("power")],
        2 => vec![voice.say("define")],
        3 => vec![voice.say("guide")],
        4 => with_paragraphs(voice, "charge", 50.0),
        _ if at + 1 == last => vec![voice.say("solve")],
        _ if at + 1 + fines >= last => vec![voice.say("fine")],
        _ if voice.chance.percent(24.0) => list(voice),
        _ => with_paragraphs(voice, "art", 34.0),
    }
}

fn with_paragraphs(voice: &mut Voice, first: &str, percent: f64) -> Provision {
    let mut lines = vec![voice.say(first)];
    while lines.len() < 4 && voice.chance.percent(percent) {
        lines.push(voice.say("para"));
    }
    lines
}

/// An article with 项, some of them with 目.
fn list(voice: &mut Voice) -> Provision {
    let mut lines = vec![voice.say("lead")];
    let points = voice.chance.range(3, 8);
    for nth in 1..=points {
        let number = chinese(nth);
        if voice.chance.percent(5.0) {
            lines.push(format!("（{number}）{}，包括：", voice.say("np")));
            let items = voice.chance.range(2, 4);
            lines.extend((1..=items).map(|item| format!("{item}．{}；", voice.say("item"))));
        } else {
            let end = if nth == points { '。' } else { '；' };
            lines.push(format!("（{number}）{}{end}", voice.say("point")));
        }
    }
    if voice.chance.percent(25.0) {
        lines.push(voice.say("para"));
    }
    lines
}

/// `重点修剪。…`, and in some cases items or dashes below.
fn section_paragraph(voice: &mut Voice) -> Provision {
    let mut first = format!("{}。", voice.say("head"));
    for _ in 0..voice.chance.range(2, 4) {
        let said: Vec<String> = (0..voice.chance.range(1, 3)).map(|_| voice.say("say")).collect();
        first += &said.join("，");
        first.push('。');
    }
    let mut lines = vec![first];
    match voice.chance.below(20) {
        0..3 => {
            let items = voice.chance.range(2, 5);
            lines.extend(
                (1..=items).map(|nth| format!("{nth}．{}。{}。", voice.say("head"), voice.say("say"))),
            );
        }
        3 => {
            let bars = voice.chance.range(2, 4);
            lines.extend((0..bars).map(|_| format!("——{}。{}。", voice.say("bar"), voice.say("say"))));
        }
        _ => {}
    }
    lines
}
