//! Amounts of money in the capital numerals that Chinese offices write beside the figures, so that nobody alters them.
//!
//! After the rules for filling in payment documents: 整 ends an amount of whole yuan or jiao, zeros between digits are
//! one 零, and a 零 stands between yuan and fen where there are no jiao, and between yuan and jiao where the yuan end in 0.

const DIGITS: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
const PLACES: [&str; 4] = ["", "拾", "佰", "仟"];

/// An amount of fen that is not negative, in capital numerals; one below zero has none.
#[must_use]
pub fn capital(fen: i64) -> Option<String> {
    let fen = u64::try_from(fen).ok()?;
    let (yuan, jiao, rest) = (fen / 100, fen / 10 % 10, fen % 10);
    let mut text = String::from("人民币");
    if yuan > 0 || fen == 0 {
        write_whole(&mut text, yuan);
        text.push('元');
    }
    if jiao == 0 && rest == 0 {
        text.push('整');
        return Some(text);
    }
    if yuan > 0 && (jiao == 0 || yuan.is_multiple_of(10)) {
        text.push('零');
    }
    if jiao > 0 {
        text.push(digit(jiao));
        text.push('角');
    }
    if rest > 0 {
        text.push(digit(rest));
        text.push('分');
    } else {
        text.push('整');
    }
    Some(text)
}

fn digit(number: u64) -> char {
    usize::try_from(number).ok().and_then(|number| DIGITS.get(number)).copied().unwrap_or('零')
}

/// Writes a whole number: first what stands before 亿 or 万, then the rest, with a 零 where it lacks its first digit.
fn write_whole(text: &mut String, number: u64) {
    for (unit, name) in [(100_000_000, '亿'), (10_000, '万')] {
        if number >= unit {
            write_whole(text, number / unit);
            text.push(name);
            let rest = number % unit;
            if rest > 0 {
                if rest < unit / 10 {
                    text.push('零');
                }
                write_whole(text, rest);
            }
            return;
        }
    }
    write_below_ten_thousand(text, number);
}

fn write_below_ten_thousand(text: &mut String, number: u64) {
    if number == 0 {
        text.push('零');
        return;
    }
    let mut is_zero_due = false;
    let mut is_begun = false;
    for (place, name) in PLACES.iter().enumerate().rev() {
        let here = number / 10_u64.pow(u32::try_from(place).unwrap_or(0)) % 10;
        if here == 0 {
            is_zero_due = is_begun;
            continue;
        }
        if is_zero_due {
            text.push('零');
        }
        text.push(digit(here));
        text.push_str(name);
        (is_zero_due, is_begun) = (false, true);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The first six are the examples of the rules themselves, in the first of the forms that these allow.
    #[test]
    fn amounts_are_written_as_the_rules_say() {
        let rows = [
            (140_950, "壹仟肆佰零玖元伍角整"),
            (600_714, "陆仟零柒元壹角肆分"),
            (168_032, "壹仟陆佰捌拾元零叁角贰分"),
            (10_700_053, "壹拾万柒仟元零伍角叁分"),
            (1_640_902, "壹万陆仟肆佰零玖元零贰分"),
            (32_504, "叁佰贰拾伍元零肆分"),
            (0, "零元整"),
            (1, "壹分"),
            (10, "壹角整"),
            (50, "伍角整"),
            (55, "伍角伍分"),
            (100, "壹元整"),
            (101, "壹元零壹分"),
            (1_000, "壹拾元整"),
            (1_010, "壹拾元零壹角整"),
            (10_100, "壹佰零壹元整"),
            (100_100, "壹仟零壹元整"),
            (101_000, "壹仟零壹拾元整"),
            (1_000_000, "壹万元整"),
            (1_000_100, "壹万零壹元整"),
            (1_100_000, "壹万壹仟元整"),
            (10_000_000, "壹拾万元整"),
            (10_010_000, "壹拾万零壹佰元整"),
            (100_000_000, "壹佰万元整"),
            (1_000_000_000, "壹仟万元整"),
            (1_000_100_000, "壹仟万壹仟元整"),
            (10_000_000_000, "壹亿元整"),
            (10_000_000_100, "壹亿零壹元整"),
            (10_001_000_000, "壹亿零壹万元整"),
            (10_050_000_000, "壹亿零伍拾万元整"),
            (10_500_000_000, "壹亿零伍佰万元整"),
            (15_000_000_000, "壹亿伍仟万元整"),
            (100_000_000_000, "壹拾亿元整"),
            (123_456_789_012, "壹拾贰亿叁仟肆佰伍拾陆万柒仟捌佰玖拾元零壹角贰分"),
            (100_000_000_000_000, "壹万亿元整"),
            (100_000_000_000_001, "壹万亿元零壹分"),
            (100_010_000_000_000, "壹万零壹亿元整"),
        ];
        for (fen, text) in rows {
            assert_eq!(capital(fen), Some(format!("人民币{text}")), "{fen}");
        }
        assert_eq!(capital(-1), None);
    }

    /// What the numerals say, read by other means than they are written.
    fn read(text: &str) -> u64 {
        let (mut all, mut section, mut number) = (0, 0, 0);
        let mut fen = 0;
        for letter in text.trim_start_matches("人民币").chars() {
            match letter {
                '零' | '整' => {}
                '拾' | '佰' | '仟' => {
                    let place = PLACES.iter().position(|place| place.starts_with(letter)).expect("a place");
                    section += number * 10_u64.pow(u32::try_from(place).expect("a place"));
                    number = 0;
                }
                '万' | '亿' => {
                    let unit = if letter == '万' { 10_000 } else { 100_000_000 };
                    section += number;
                    number = 0;
                    if unit > all {
                        all = (all + section) * unit
                    } else {
                        all += section * unit
                    }
                    section = 0;
                }
                '元' => {
                    fen = (all + section + number) * 100;
                    (all, section, number) = (0, 0, 0);
                }
                '角' => {
                    fen += number * 10;
                    number = 0;
                }
                '分' => {
                    fen += number;
                    number = 0;
                }
                letter => number = DIGITS.iter().position(|digit| *digit == letter).expect("a digit") as u64,
            }
        }
        fen
    }

    proptest! {
        #[test]
        fn what_is_written_can_be_read(fen in 0..=crate::model::quantity::FEN_MAX) {
            let text = capital(fen).expect("it is not negative");
            prop_assert_eq!(read(&text), fen.unsigned_abs(), "{}", text);
            prop_assert!(!text.contains("零零") && !text.ends_with('零'), "{}", text);
        }
    }
}
