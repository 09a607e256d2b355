//! The stock of words, as it stands in `words.txt`.

use std::collections::HashMap;

/// What documents are about.
pub struct Domain {
    pub name: &'static str,
    /// In 云岭省…局 and …主管部门.
    pub organ: &'static str,
    /// In 云林发〔2019〕7号.
    pub letter: &'static str,
    pub nouns: Vec<&'static str>,
    pub verbs: Vec<&'static str>,
}

pub struct Words {
    pub domains: Vec<Domain>,
    /// Words of every domain by their class.
    common: HashMap<&'static str, Vec<&'static str>>,
    /// Single characters by their class.
    letters: HashMap<&'static str, Vec<char>>,
}

impl Words {
    /// # Panics
    /// When `words.txt` is not in its form.
    pub fn new() -> Words {
        let mut words = Words { domains: Vec::new(), common: HashMap::new(), letters: HashMap::new() };
        for line in include_str!("words.txt").lines().filter(|line| !line.starts_with('#')) {
            let (mark, rest) = line.split_once(' ').expect("a mark");
            let all: Vec<&str> = rest.split(' ').collect();
            match mark {
                "=" => words.domains.push(Domain {
                    name: all[0],
                    organ: all[1],
                    letter: all[2],
                    nouns: Vec::new(),
                    verbs: Vec::new(),
                }),
                "n" => words.domains.last_mut().expect("a domain").nouns = all,
                "v" => words.domains.last_mut().expect("a domain").verbs = all,
                _ if all.len() > 2 => drop(words.common.insert(all[0], all[1..].to_vec())),
                _ => drop(words.letters.insert(all[0], all[1].chars().collect())),
            }
        }
        words
    }

    pub fn common(&self, class: &str) -> Option<&[&'static str]> {
        self.common.get(class).map(Vec::as_slice)
    }

    pub fn letters(&self, class: &str) -> &[char] {
        &self.letters[class]
    }
}
