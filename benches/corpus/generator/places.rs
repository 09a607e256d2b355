//! The invented province: 16 cities, each with eight counties.

use super::chance::Chance;
use super::words::Words;
use std::collections::BTreeSet;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Rank {
    Province,
    City,
    County,
}

pub struct Region {
    pub rank: Rank,
    /// 云岭省, 青川市, 溪口县.
    pub name: String,
    /// The first character, in document numbers.
    pub letter: char,
}

impl Region {
    /// 省, 市, 县.
    pub fn own(&self) -> &'static str {
        match self.rank {
            Rank::Province => "省",
            Rank::City => "市",
            Rank::County => "县",
        }
    }

    /// Seat of the government: 云岭省人民政府.
    pub fn government(&self) -> String {
        format!("{}人民政府", self.name)
    }
}

/// The province first, then its cities, then the counties of the first city, of the second, and so on.
pub fn regions(words: &Words, seed: u64) -> Vec<Region> {
    let chance = &mut Chance::new(seed, u64::MAX);
    let mut taken = BTreeSet::new();
    let mut regions = vec![Region { rank: Rank::Province, name: "云岭省".into(), letter: '云' }];
    for (rank, count) in [(Rank::City, 16), (Rank::County, 16 * 8)] {
        for _ in 0..count {
            let name = loop {
                let name = name(words, chance);
                if taken.insert(name.clone()) {
                    break name;
                }
            };
            let letter = name.chars().next().unwrap_or('云');
            let ending = if rank == Rank::City { '市' } else { '县' };
            regions.push(Region { rank, name: format!("{name}{ending}"), letter });
        }
    }
    regions
}

/// Two characters that could be a place.
pub fn name(words: &Words, chance: &mut Chance) -> String {
    let [first, last] = [words.letters("p"), words.letters("q")].map(|letters| *chance.pick(letters));
    if first == last { format!("{first}安") } else { format!("{first}{last}") }
}
