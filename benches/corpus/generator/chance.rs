//! Chance that is the same everywhere and for ever: SplitMix64 (Steele, Lea and Flood 2014), 64 bits of state.

pub struct Chance(u64);

impl Chance {
    /// A stream of its own for each use: what one document takes changes no other.
    pub fn new(seed: u64, stream: u64) -> Chance {
        let mut chance = Chance(seed ^ stream.wrapping_mul(0xd6e8_feb8_6659_fd93));
        chance.next();
        chance.next();
        chance
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// 0 up to, not including, 1.
    pub fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// 0 up to, not including, `count`, which is at least 1.
    pub fn below(&mut self, count: usize) -> usize {
        (self.next() % count.max(1) as u64) as usize
    }

    /// Both ends included.
    pub fn range(&mut self, from: usize, to: usize) -> usize {
        from + self.below(to - from + 1)
    }

    /// True in `percent` of a hundred cases.
    pub fn percent(&mut self, percent: f64) -> bool {
        self.unit() * 100.0 < percent
    }

    pub fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }

    /// A place of `count`, each with the weight 1 / (place + `flat`): Zipf's law with Mandelbrot's shift, by inversion.
    pub fn zipf(&mut self, count: usize, flat: f64) -> usize {
        let whole = ((count as f64 + flat) / flat).ln();
        let place = flat * ((self.unit() * whole).exp() - 1.0);
        (place as usize).min(count.saturating_sub(1))
    }

    /// Log-normal: `median` times e to the power of a normal deviate of `spread` (Box and Muller).
    pub fn lognormal(&mut self, median: f64, spread: f64) -> f64 {
        let radius = (-2.0 * (1.0 - self.unit()).ln()).sqrt();
        median * (spread * radius * (std::f64::consts::TAU * self.unit()).cos()).exp()
    }
}
