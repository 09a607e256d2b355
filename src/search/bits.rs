//! Bits, most significant first, and the one number code of the format.

/// Writes bits into bytes.
#[derive(Debug, Clone, Default)]
pub struct BitWriter {
    /// Four at a time.
    bytes: Vec<u8>,
    /// Its last bits, fewer than 32, are still to be written.
    pending: u64,
    held: u32,
}

impl BitWriter {
    /// The `count` (0 to 32) low bits of `value`.
    pub fn put(&mut self, value: u32, count: u32) {
        let value = u64::from(value) & ((1u64 << count) - 1);
        self.pending = self.pending << count | value;
        self.held += count;
        if self.held >= u32::BITS {
            self.held -= u32::BITS;
            self.bytes.extend_from_slice(&((self.pending >> self.held) as u32).to_be_bytes());
        }
    }

    /// Exponential Golomb code of order `k`: small numbers are short, any number fits.
    pub fn number(&mut self, value: u32, k: u32) {
        let shifted = u64::from(value) + (1u64 << k);
        let length = 64 - shifted.leading_zeros();
        self.put(0, length - 1 - k);
        if length > 32 {
            self.put(1, 1);
        }
        self.put(shifted as u32, length.min(32));
    }

    /// Bits so far.
    pub fn len(&self) -> usize {
        self.bytes.len() * 8 + self.held as usize
    }

    /// The bytes; the last is filled up with zeros.
    pub fn finish(mut self) -> Vec<u8> {
        let whole = self.held.div_ceil(8);
        let last = (self.pending << (8 * whole - self.held)) as u32;
        self.bytes.extend(last.to_be_bytes().into_iter().skip(4 - whole as usize));
        self.bytes
    }

    /// Puts all bits of `other` behind.
    pub fn append(&mut self, other: &BitWriter) {
        other.bytes.as_chunks().0.iter().for_each(|four| self.put(u32::from_be_bytes(*four), u32::BITS));
        self.put(other.pending as u32, other.held);
    }
}

impl BitWriter {
    /// Puts the next `count` bits of `from` behind.
    pub fn copy(&mut self, from: &mut BitReader<'_>, count: usize) {
        (0..count / 32).for_each(|_| self.put(from.take(u32::BITS), u32::BITS));
        let rest = (count % 32) as u32;
        self.put(from.take(rest), rest);
    }
}

/// Reads what [`BitWriter`] wrote. Past the end it reads zeros and [`overrun`](Self::overrun) says so.
#[derive(Debug, Clone)]
pub struct BitReader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> BitReader<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        BitReader { bytes, at: 0 }
    }

    /// The next `count` (0 to 32) bits.
    pub fn take(&mut self, count: u32) -> u32 {
        let value = self.peek(count);
        self.at += count as usize;
        value
    }

    /// The next `count` (0 to 32) bits, not taken.
    pub fn peek(&self, count: u32) -> u32 {
        if count == 0 {
            return 0;
        }
        let first = self.at / 8;
        let window =
            (0..5).fold(0u64, |w, i| w << 8 | u64::from(self.bytes.get(first + i).copied().unwrap_or(0)));
        let shift = 40 - (self.at % 8) as u32 - count;
        (window >> shift) as u32 & (((1u64 << count) - 1) as u32)
    }

    /// Reads [`BitWriter::number`].
    pub fn number(&mut self, k: u32) -> u32 {
        let mut zeros = 0;
        while zeros < 33 && self.take(1) == 0 {
            zeros += 1;
        }
        let count = (zeros + k).min(32);
        let value = (1u64 << count) | u64::from(self.take(count));
        (value - (1u64 << k)) as u32
    }

    pub fn skip(&mut self, bits: usize) {
        self.at += bits;
    }

    /// So many bits from the beginning.
    pub fn go_to(&mut self, position: usize) {
        self.at = position;
    }

    /// Bits taken so far.
    pub fn position(&self) -> usize {
        self.at
    }

    pub fn overrun(&self) -> bool {
        self.at > self.bytes.len() * 8
    }
}

/// How many classes of numbers a [`Code`] knows: by bit length, 0 to 32.
pub const CLASSES: usize = 33;
/// Bits that a code's description takes.
pub const DESCRIPTION: usize = 4 * CLASSES;
/// No class takes more bits than this.
const LONGEST: u32 = 12;

/// A Huffman code over the bit lengths of numbers; the low bits follow bare.
/// Canonical: the lengths alone give the code.
#[derive(Debug, Clone)]
pub struct Code {
    lengths: [u8; CLASSES],
    words: [u16; CLASSES],
    /// `LONGEST` next bits to class and length.
    table: Vec<(u8, u8)>,
}

/// Counts how often each class occurs, for a [`Code`] to be made of.
#[derive(Debug, Clone)]
pub struct Census([u64; CLASSES]);

impl Default for Census {
    fn default() -> Self {
        Census([0; CLASSES])
    }
}

impl Census {
    pub fn count(&mut self, value: u32) {
        self.0[class(value)] += 1;
    }

    /// Adds what another counted.
    pub fn merge(&mut self, other: &Census) {
        self.0.iter_mut().zip(other.0).for_each(|(sum, count)| *sum += count);
    }

    /// The best code for what was counted; every number can be written with it.
    pub fn code(&self) -> Code {
        let mut weights = self.0.map(|n| n * 64 + 1);
        loop {
            let lengths = huffman(&weights);
            if lengths.iter().all(|l| u32::from(*l) <= LONGEST) {
                return Code::from_lengths(lengths);
            }
            weights = weights.map(|w| w / 2 + 1);
        }
    }
}

fn class(value: u32) -> usize {
    (32 - value.leading_zeros()) as usize
}

fn huffman(weights: &[u64; CLASSES]) -> [u8; CLASSES] {
    let mut heap: std::collections::BinaryHeap<std::cmp::Reverse<(u64, usize)>> =
        weights.iter().enumerate().map(|(i, w)| std::cmp::Reverse((*w, i))).collect();
    let mut parent = vec![0usize; 2 * CLASSES];
    let mut next = CLASSES;
    while let (Some(a), Some(b)) = (heap.pop(), heap.pop()) {
        parent[a.0.1] = next;
        parent[b.0.1] = next;
        if !heap.is_empty() {
            heap.push(std::cmp::Reverse((a.0.0 + b.0.0, next)));
        }
        next += 1;
    }
    let root = next - 1;
    let mut lengths = [0u8; CLASSES];
    for (leaf, length) in lengths.iter_mut().enumerate() {
        let mut node = leaf;
        while node != root {
            node = parent[node];
            *length += 1;
        }
    }
    lengths
}

impl Code {
    /// The canonical code with these lengths: shorter first, then by class.
    pub fn from_lengths(lengths: [u8; CLASSES]) -> Code {
        let mut order: Vec<usize> = (0..CLASSES).filter(|c| lengths[*c] > 0).collect();
        order.sort_by_key(|c| (lengths[*c], *c));
        let mut words = [0u16; CLASSES];
        let mut table = vec![(0u8, 1u8); 1 << LONGEST];
        let (mut word, mut length) = (0u32, 0u32);
        for c in order {
            let longer = u32::from(lengths[c]).min(LONGEST);
            word <<= longer - length;
            length = longer;
            words[c] = word as u16;
            let first = (word << (LONGEST - length)) as usize;
            for slot in table.iter_mut().skip(first).take(1 << (LONGEST - length)) {
                *slot = (c as u8, length as u8);
            }
            word += 1;
        }
        Code { lengths, words, table }
    }

    /// Reads [`Code::describe`].
    pub fn read(bits: &mut BitReader<'_>) -> Code {
        Code::from_lengths(std::array::from_fn(|_| bits.take(4) as u8))
    }

    /// Writes the code itself: 33 lengths of 4 bits.
    pub fn describe(&self, bits: &mut BitWriter) {
        for length in self.lengths {
            bits.put(u32::from(length), 4);
        }
    }

    pub fn put(&self, bits: &mut BitWriter, value: u32) {
        let class = class(value);
        let (word, length) = (u32::from(self.words[class]), u32::from(self.lengths[class]));
        let low = (class as u32).saturating_sub(1);
        if length + low <= u32::BITS {
            // The highest bit of a number is known.
            let bare = value & !(1u32 << low);
            bits.put(word << low | if class > 0 { bare } else { 0 }, length + low);
        } else {
            bits.put(word, length);
            bits.put(value, low);
        }
    }

    /// How many bits [`put`](Self::put) takes.
    pub fn cost(&self, value: u32) -> usize {
        let class = class(value);
        usize::from(self.lengths[class]) + class.saturating_sub(1)
    }

    pub fn take(&self, bits: &mut BitReader<'_>) -> u32 {
        let (class, length) = self.table.get(bits.peek(LONGEST) as usize).copied().unwrap_or((0, 1));
        bits.take(u32::from(length));
        match class {
            0 => 0,
            class => {
                let low = u32::from(class - 1);
                (1u64 << low) as u32 | bits.take(low)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_come_back(values in prop::collection::vec((any::<u32>(), 0u32..33), 0..60), k in 0u32..9) {
            let values: Vec<u32> = values.iter().map(|(v, n)| (u64::from(*v) & ((1u64 << n) - 1)) as u32).collect();
            let mut census = Census::default();
            values.iter().for_each(|v| census.count(*v));
            let code = census.code();
            let mut bits = BitWriter::default();
            code.describe(&mut bits);
            for v in &values {
                bits.number(*v, k);
                code.put(&mut bits, *v);
            }
            let bytes = bits.finish();
            let mut bits = BitReader::new(&bytes);
            let code = Code::read(&mut bits);
            for v in &values {
                prop_assert_eq!(bits.number(k), *v);
                prop_assert_eq!(code.take(&mut bits), *v);
            }
            prop_assert!(!bits.overrun());
        }
    }
}
