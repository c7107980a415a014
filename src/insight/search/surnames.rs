//! How characters are read as surnames, where that is not as elsewhere.
//!
//! The readings are those that dictionaries give for surnames; they were compared with published lists of surnames that
//! are often misread, and most of them with the surname table of the npm package `pinyin-pro` 3.29 (MIT). Where families
//! read one surname in two ways, or sources differ, both stand here. A surname that is not here is read by any reading of
//! its character. Tones are not told apart, so a surname whose reading differs by its tone alone is not here.

/// A surname and the readings of each of its characters.
struct Surname(&'static str, &'static [&'static [&'static str]]);

/// Surnames of two characters: they go before those of one.
const DOUBLE: &[Surname] = &[
    Surname("万俟", &[&["mo"], &["qi"]]),
    // 单于 is one surname (Chanyu), or the surname 单 (Shan) and a given name that begins with 于.
    Surname("单于", &[&["chan", "shan"], &["yu"]]),
    Surname("句龙", &[&["gou"], &["long"]]),
    Surname("令狐", &[&["ling"], &["hu"]]),
    Surname("尉迟", &[&["yu"], &["chi"]]),
    Surname("段干", &[&["duan"], &["gan"]]),
    Surname("澹台", &[&["tan"], &["tai"]]),
    Surname("谷梁", &[&["gu"], &["liang"]]),
    Surname("鲜于", &[&["xian"], &["yu"]]),
    Surname("长孙", &[&["zhang"], &["sun"]]),
];

/// Surnames of one character.
const SINGLE: &[Surname] = &[
    Surname("万", &[&["wan"]]),
    Surname("乐", &[&["yue", "le"]]),
    Surname("乜", &[&["nie"]]),
    Surname("么", &[&["yao"]]),
    Surname("仇", &[&["qiu"]]),
    Surname("佴", &[&["nai"]]),
    Surname("俞", &[&["yu"]]),
    Surname("冯", &[&["feng"]]),
    Surname("区", &[&["ou"]]),
    Surname("单", &[&["shan"]]),
    Surname("卜", &[&["bu"]]),
    Surname("召", &[&["shao", "zhao"]]),
    Surname("句", &[&["gou"]]),
    Surname("员", &[&["yun"]]),
    Surname("哈", &[&["ha"]]),
    Surname("宓", &[&["mi", "fu"]]),
    Surname("宿", &[&["su"]]),
    Surname("尉", &[&["wei"]]),
    Surname("幺", &[&["yao"]]),
    Surname("折", &[&["she"]]),
    Surname("晁", &[&["chao"]]),
    Surname("曾", &[&["zeng"]]),
    Surname("朴", &[&["piao"]]),
    Surname("查", &[&["zha"]]),
    Surname("柏", &[&["bai"]]),
    Surname("沈", &[&["shen"]]),
    Surname("洗", &[&["xian"]]),
    Surname("燕", &[&["yan"]]),
    Surname("牟", &[&["mou", "mu"]]),
    Surname("盖", &[&["ge", "gai"]]),
    Surname("盛", &[&["sheng"]]),
    Surname("相", &[&["xiang"]]),
    Surname("瞿", &[&["qu"]]),
    Surname("石", &[&["shi"]]),
    Surname("祭", &[&["zhai"]]),
    Surname("秘", &[&["bi"]]),
    Surname("种", &[&["chong"]]),
    Surname("繁", &[&["po"]]),
    Surname("缪", &[&["miao"]]),
    Surname("翟", &[&["zhai", "di"]]),
    Surname("能", &[&["nai"]]),
    Surname("臧", &[&["zang"]]),
    Surname("莘", &[&["shen", "xin"]]),
    Surname("薄", &[&["bo"]]),
    Surname("褚", &[&["chu"]]),
    Surname("要", &[&["yao"]]),
    Surname("覃", &[&["qin", "tan"]]),
    Surname("解", &[&["xie"]]),
    Surname("谌", &[&["chen", "shen"]]),
    Surname("贲", &[&["ben"]]),
    Surname("贾", &[&["jia"]]),
    Surname("车", &[&["che"]]),
    Surname("适", &[&["kuo", "shi"]]),
    Surname("逄", &[&["pang"]]),
    Surname("郇", &[&["xun", "huan"]]),
    Surname("郗", &[&["xi", "chi"]]),
    Surname("都", &[&["du"]]),
    Surname("重", &[&["chong"]]),
    Surname("阚", &[&["kan"]]),
    Surname("隗", &[&["wei", "kui"]]),
    Surname("黑", &[&["he", "hei"]]),
    Surname("粘", &[&["nian"]]),
    Surname("那", &[&["na"]]),
];

/// What stands between names where one field holds several.
const BETWEEN: &[char] = &['、', '，', ',', '；', ';', '/', ' ', '\u{3000}'];

/// The readings that a surname gives the character at a place of a text; nothing where no surname of the table stands.
pub(super) fn readings_at(text: &str, at: usize) -> Option<&'static [&'static str]> {
    let before = &text[..at];
    if is_beginning(before) {
        return surname(&text[at..]).map(|Surname(_, readings)| readings[0]);
    }
    let start =
        before.char_indices().next_back().map(|(start, _)| start).filter(|start| is_beginning(&text[..*start]))?;
    surname(&text[start..])?.1.get(1).copied()
}

fn is_beginning(before: &str) -> bool {
    before.is_empty() || before.ends_with(BETWEEN)
}

fn surname(name: &str) -> Option<&'static Surname> {
    DOUBLE.iter().chain(SINGLE).find(|surname| name.starts_with(surname.0))
}

#[cfg(test)]
mod tests {
    use super::super::pinyin;
    use super::*;

    /// Every surname with its readings: a slip of the keyboard is seen against the table of all readings, except where
    /// the table lacks the surname's reading.
    #[test]
    fn surnames_are_read_by_readings_of_their_characters() {
        let lacking = [('黑', "he"), ('谌', "shen")];
        for Surname(name, readings) in DOUBLE.iter().chain(SINGLE) {
            assert_eq!(name.chars().count(), readings.len(), "{name}");
            for (c, readings) in name.chars().zip(*readings) {
                let mut all: Vec<String> = Vec::new();
                pinyin::readings(c, &mut |reading| all.push(reading.to_owned()));
                for reading in *readings {
                    let is_lacking = lacking.contains(&(c, reading));
                    assert_ne!(all.iter().any(|held| held == reading), is_lacking, "{name}: {reading} of {all:?}");
                }
            }
        }
    }

    #[test]
    fn no_surname_stands_twice() {
        for table in [DOUBLE, SINGLE] {
            for (place, surname) in table.iter().enumerate() {
                assert!(table[place + 1..].iter().all(|other| other.0 != surname.0), "{}", surname.0);
            }
        }
    }
}
