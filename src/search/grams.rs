//! All suffixes of all keys in order, as far as the order is needed.
//!
//! A *bucket* is a handful of suffixes that begin alike; a *node* is a beginning that
//! more suffixes share. The order is that of the symbols' numbers; where a key ends comes first.
//!
//! Places are ordered by their next eight symbols at once: these are packed into one number with the place's
//! own, so that the keys, which lie far apart in memory, are seldom read, and numbers are ordered fast.

use super::keys::{Keys, PADDING, Place};
use super::nodes::{Child, DEEP, Node};
use std::ops::Range;

/// A symbol of a label that is not written down.
pub const BLIND: u16 = u16::MAX;

/// How the suffixes are divided.
#[derive(Debug, Clone, Copy)]
pub struct Division {
    /// Most records in a bucket.
    pub bucket: usize,
    /// A beginning in more records than this is told to the sink as a node.
    pub node: usize,
    /// Symbols on a path that no branch decides: so many are written, the rest is blind.
    pub known: usize,
    /// Beginnings are not divided further from this length on.
    pub deepest: usize,
}

/// What takes the ordered suffixes.
pub trait Sink {
    /// The records of all places that begin with `path`, ascending, before their buckets.
    /// The same places begin with every cut of `path` from length `shortest` on.
    fn node(&mut self, path: &[u16], shortest: usize, records: &[u32]);

    /// The records of the suffixes that begin with `label`; when `mixed`, those that begin with all of it
    /// but the last symbol, and then with that or a later one before the next label's.
    fn bucket(&mut self, label: &[u16], mixed: bool, records: &[u32]);
}

/// The places that begin with certain symbols, and their next symbols.
pub struct Piece {
    places: Vec<Place>,
    packed: Vec<u128>,
    window: Window,
}

impl Piece {
    fn new(keys: &Keys, first: &Range<u16>) -> Piece {
        let count = keys.count(first);
        // Below these, others are packed later.
        let packed = Vec::with_capacity(count + count / 8);
        Piece { places: Vec::with_capacity(count), packed, window: Window::new(keys, 0, count) }
    }
}

/// The pieces of ranges of symbols that follow each other. All keys are read for them, once.
pub fn pieces(keys: &Keys, ranges: &[Range<u16>]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = ranges.iter().map(|first| Piece::new(keys, first)).collect();
    if let (Some(first), Some(last)) = (ranges.first(), ranges.last()) {
        keys.places(&(first.start..last.end), |place, next| {
            let Piece { places, packed, window } =
                &mut pieces[ranges.partition_point(|range| range.end <= next[0])];
            packed.push(window.pack(next, places.len()));
            places.push(place);
        });
    }
    pieces
}

/// Orders the suffixes of a piece, and tells `sink` buckets and nodes in order. Gives the nodes that were divided; the first
/// is the empty beginning.
pub fn divide(keys: &Keys, piece: Piece, how: Division, sink: &mut impl Sink) -> Vec<Node> {
    let Piece { mut places, packed, window } = piece;
    let mut divider = Divider { packed, ..Divider::new(keys, how, sink, Vec::new()) };
    if !places.is_empty() {
        divider.order(&mut places, &window);
        let runs = divider.runs(places.len(), |this, at| this.unpack(window, at));
        divider.children(&mut places, 0, runs, Some(window), Some(0));
    }
    divider.nodes
}

/// [`divide`] for some of the places that begin with `path`: all that go on with certain symbols.
pub fn divide_below(
    keys: &Keys,
    mut places: Vec<Place>,
    path: Vec<u16>,
    how: Division,
    sink: &mut impl Sink,
) -> Vec<Node> {
    let depth = path.len();
    let mut divider = Divider::new(keys, how, sink, path);
    if !places.is_empty() {
        let window = divider.pack(&mut places, depth);
        let runs = divider.runs(places.len(), |this, at| this.unpack(window, at));
        divider.children(&mut places, depth, runs, Some(window), Some(0));
    }
    divider.nodes
}

/// Whether suffixes in these records, ascending, are no more than a bucket holds.
pub fn is_small(how: Division, records: &[u32]) -> bool {
    let distinct = records.chunk_by(|a, b| a == b).count();
    records.len() <= how.bucket || records.len() <= 16 * how.bucket && distinct <= how.bucket
}

/// Where the packed symbols of some places begin, and how they are packed.
#[derive(Clone, Copy)]
struct Window {
    from: usize,
    /// Bits of a symbol, and how many symbols are packed.
    bits: u32,
    symbols: u32,
    /// Bits that a place takes, below.
    low: u32,
    /// Bits below the symbol in hand.
    below: u32,
}

impl Window {
    /// For the symbols of some keys, to hold so many places.
    fn new(keys: &Keys, from: usize, places: usize) -> Window {
        let bits = (u16::BITS - keys.last.leading_zeros()).max(1);
        let low = usize::BITS - places.leading_zeros();
        let symbols = ((128 - low) / bits).min(PADDING as u32);
        Window { from, bits, symbols, low, below: low + (symbols - 1) * bits }
    }

    fn pack(&self, next: &[u16], place: usize) -> u128 {
        // Halves of a number's size are shifted faster than the whole.
        let half =
            |next: &[u16]| next.iter().fold(0, |packed, symbol| packed << self.bits | u64::from(*symbol));
        let next = &next[..self.symbols as usize];
        let (high, low) = next.split_at(next.len().min(PADDING / 2));
        (u128::from(half(high)) << (low.len() as u32 * self.bits) | u128::from(half(low))) << self.low
            | place as u128
    }

    /// The window on the next symbol; None when all are used up.
    fn next(self) -> Option<Window> {
        (self.below > self.low).then(|| Window { below: self.below - self.bits, ..self })
    }
}

struct Divider<'a, S> {
    keys: &'a Keys,
    how: Division,
    sink: &'a mut S,
    scratch: Vec<Place>,
    /// For the places in hand their next symbols, the first highest; a stack.
    packed: Vec<u128>,
    /// Places that go on with the same symbol: that, and where they end; a stack.
    runs: Vec<(u16, u32)>,
    path: Vec<u16>,
    records: Vec<u32>,
    /// A bit for each record; zeros between two uses.
    marks: Vec<u64>,
    /// Those that were divided, or are.
    nodes: Vec<Node>,
    /// The length of the longest label since this was 0.
    reach: usize,
}

impl<'a, S: Sink> Divider<'a, S> {
    fn new(keys: &'a Keys, how: Division, sink: &'a mut S, path: Vec<u16>) -> Self {
        Divider {
            keys,
            how,
            sink,
            scratch: Vec::new(),
            packed: Vec::new(),
            runs: Vec::new(),
            path,
            records: Vec::new(),
            marks: vec![0; keys.records as usize / 64 + 1],
            nodes: vec![Node::default()],
            reach: 0,
        }
    }

    /// Where things that stand in order change their symbol.
    fn runs(&mut self, count: usize, symbol: impl Fn(&Self, usize) -> u16) -> Range<usize> {
        let from = self.runs.len();
        let mut last = None;
        for at in 0..count {
            let symbol = symbol(self, at);
            match (last == Some(symbol), self.runs.last_mut()) {
                (true, Some(run)) => run.1 = at as u32 + 1,
                _ => self.runs.push((symbol, at as u32 + 1)),
            }
            last = Some(symbol);
        }
        from..self.runs.len()
    }

    /// Orders by the next symbols from `depth` on, as many as have room beside the number of a place.
    fn pack(&mut self, places: &mut [Place], depth: usize) -> Window {
        let window = Window::new(self.keys, self.packed.len(), places.len());
        let symbols = &self.keys.symbols;
        self.packed.extend(
            places
                .iter()
                .enumerate()
                .map(|(nth, place)| window.pack(&symbols[place.at as usize + depth..], nth)),
        );
        self.order(places, &window);
        window
    }

    /// Orders packed symbols, and the places by them.
    fn order(&mut self, places: &mut [Place], window: &Window) {
        let packed = &mut self.packed[window.from..];
        packed.sort_unstable();
        self.scratch.clear();
        self.scratch.extend_from_slice(places);
        let place = (1u128 << window.low) - 1;
        for (to, packed) in places.iter_mut().zip(packed) {
            *to = self.scratch[(*packed & place) as usize];
        }
    }

    fn unpack(&self, window: Window, at: usize) -> u16 {
        (self.packed[window.from + at] >> window.below & ((1 << window.bits) - 1)) as u16
    }

    /// The records of places in any order into `self.records`, ascending, each once.
    fn gather(&mut self, places: &[Place]) {
        self.records.clear();
        if places.len() < self.marks.len() / 8 {
            self.records.extend(places.iter().map(|place| place.record));
            self.records.sort_unstable();
            self.records.dedup();
            return;
        }
        // Marking is faster than ordering when a good part of all records is there.
        for place in places {
            self.marks[place.record as usize / 64] |= 1 << (place.record % 64);
        }
        for (at, mark) in (0u32..).step_by(64).zip(&mut self.marks) {
            let mut rest = std::mem::take(mark);
            while rest != 0 {
                self.records.push(at + rest.trailing_zeros());
                rest &= rest - 1;
            }
        }
    }

    /// Whether the places lie in no more records than a bucket holds.
    fn is_small(&mut self, places: &[Place]) -> bool {
        if places.len() <= self.how.bucket {
            return true;
        }
        if places.len() > 16 * self.how.bucket {
            return false;
        }
        let (mut records, mut seen) = (0, 0);
        for place in places {
            seen += 1;
            let mark = &mut self.marks[place.record as usize / 64];
            let bit = 1 << (place.record % 64);
            records += usize::from(*mark & bit == 0);
            *mark |= bit;
            if records > self.how.bucket {
                break;
            }
        }
        places[..seen].iter().for_each(|place| self.marks[place.record as usize / 64] = 0);
        records <= self.how.bucket
    }

    /// `places` all begin with the path, of `node` if it is one, and are ordered by the symbol behind it, in `runs`.
    fn children(
        &mut self,
        places: &mut [Place],
        depth: usize,
        runs: Range<usize>,
        window: Option<Window>,
        node: Option<usize>,
    ) {
        if let Some(node) = node {
            self.nodes[node].kinds = runs.len() as u32;
        }
        let mut from = 0;
        // Small brothers that wait to share a bucket.
        let mut waiting = 0..0;
        let mut first = 0;
        let mut brothers = 0;
        for at in runs.clone() {
            let (symbol, to) = self.runs[at];
            let to = to as usize;
            if self.is_small(&places[from..to]) {
                if !waiting.is_empty() && waiting.len() + to - from > self.how.bucket {
                    self.flush(&places[waiting.clone()], first, brothers);
                    waiting = from..from;
                    brothers = 0;
                }
                if brothers == 0 {
                    first = symbol;
                    waiting = from..from;
                }
                waiting.end = to;
                brothers += 1;
            } else {
                self.flush(&places[waiting.clone()], first, brothers);
                waiting = to..to;
                brothers = 0;
                self.path.push(symbol);
                let within = window.and_then(|w| Window { from: w.from + from, ..w }.next());
                let reach = std::mem::take(&mut self.reach);
                let is_node = self.visit(&mut places[from..to], depth + 1, within);
                if let Some(node) = node {
                    let reach = if is_node { 0 } else { self.reach.min(usize::from(DEEP)) as u8 };
                    self.nodes[node].children.push(Child { symbol, reach });
                }
                self.reach = reach.max(self.reach);
                self.path.truncate(depth);
            }
            from = to;
        }
        self.flush(&places[waiting], first, brothers);
        self.runs.truncate(runs.start);
    }

    fn flush(&mut self, places: &[Place], first: u16, brothers: usize) {
        if places.is_empty() {
            return;
        }
        self.gather(places);
        self.path.push(first);
        self.reach = self.reach.max(self.path.len());
        self.sink.bucket(&self.path, brothers > 1, &self.records);
        self.path.pop();
    }

    /// `places` all begin with the path, of length `depth`. Whether that became one of the nodes.
    fn visit(&mut self, places: &mut [Place], depth: usize, mut window: Option<Window>) -> bool {
        let bottom = self.packed.len();
        let mut end = depth;
        let ended = self.path.last() == Some(&0);
        while !ended && end < self.how.deepest {
            let this = window.unwrap_or_else(|| self.pack(places, end));
            window = Some(this);
            let symbol = self.unpack(this, 0);
            if symbol == 0 || symbol != self.unpack(this, places.len() - 1) {
                break;
            }
            self.path.push(if end - depth < self.how.known { symbol } else { BLIND });
            end += 1;
            window = this.next();
        }
        let mut records = 0;
        if places.len() > self.how.node && !ended {
            self.gather(places);
            records = self.records.len();
            if records > self.how.node {
                self.sink.node(&self.path, depth, &self.records);
            }
        }
        let mut node = None;
        match window {
            Some(window) if !ended && end < self.how.deepest => {
                if records > self.how.node {
                    let from = places[0].at as usize;
                    let path = self.keys.symbols[from..from + end].to_vec();
                    node = Some(self.nodes.len());
                    self.nodes.push(Node {
                        path,
                        shortest: depth,
                        records: records as u32,
                        ..Node::default()
                    });
                }
                let runs = self.runs(places.len(), |this, at| this.unpack(window, at));
                self.children(places, end, runs, Some(window), node);
            }
            _ => {
                self.gather(places);
                self.reach = self.reach.max(self.path.len());
                self.sink.bucket(&self.path, false, &self.records);
            }
        }
        self.packed.truncate(bottom);
        node.is_some()
    }
}
