//! What is asked of the program, for the table to say what is reached.

/// At a number of circulars.
pub struct Limits {
    pub circulars: usize,
    /// Seconds of an import, and of a build after an edit. A build of all is held against Hugo's.
    pub import: Option<f64>,
    pub edit: Option<f64>,
    /// Bytes of memory at most, importing and building.
    pub memory: u64,
    /// The index: times the text of the clauses, files, bytes of the largest.
    pub index: f64,
    pub files: Option<usize>,
    pub largest: u64,
    /// Bytes that nineteen of twenty cold queries read at most.
    pub cold: u64,
}

const LIMITS: [Limits; 2] = [
    Limits {
        circulars: 10_000,
        import: Some(10.0),
        edit: Some(0.5),
        memory: 600_000_000,
        index: 1.2,
        files: Some(5_000),
        largest: 256_000,
        cold: 150_000,
    },
    Limits {
        circulars: 100_000,
        import: None,
        edit: None,
        memory: 3_000_000_000,
        index: 1.2,
        files: None,
        largest: 256_000,
        cold: 200_000,
    },
];

/// Times the cost of a circular in the smallest collection that one may cost in the largest.
pub const GROWTH: f64 = 1.15;

/// In the browser, from a key to ten clauses: milliseconds of half the keys, and of nineteen of twenty.
pub const KEY: [f64; 2] = [20.0, 60.0];
/// Milliseconds from which on a task is said to block.
pub const TASK: f64 = 50.0;
/// Bytes of a page.
pub const PAGE: u64 = 80_000_000;

impl Limits {
    /// Those that a collection of so many circulars is to be held against.
    pub fn of(circulars: usize) -> &'static Limits {
        let [small, large] = &LIMITS;
        if circulars > small.circulars { large } else { small }
    }

    /// Whether a collection is large enough for the limits to say something.
    pub fn apply(&self, circulars: usize) -> bool {
        circulars * 20 >= self.circulars * 19
    }
}
