use super::{Figure, id, replica, today};
use crate::insight::compare::{compare, ranks};
use crate::insight::indicator::{Better, indicator};
use crate::insight::{Figures, Span};

fn figure(text: &str) -> Figure {
    let mut numbers = text.split([' ', '/']);
    let mut next = || numbers.next().map_or(0, |number| number.parse().unwrap_or(-1));
    let (numerator, denominator) = (next(), Some(next()).filter(|&by| by > 0));
    let count = |number: i64| usize::try_from(number).expect("a count");
    Figure { numerator, denominator, lacking: count(next()), withheld: count(next()), ids: Vec::new() }
}

#[test]
fn ranks_share_places_and_leave_out_what_is_missing() {
    let check = |what: &str, better: Better, figures: &[&str], expected: &[usize]| {
        let figures: Vec<Figure> = figures.iter().map(|text| figure(text)).collect();
        let figures: Vec<&Figure> = figures.iter().collect();
        let ranks: Vec<usize> = ranks(&figures, better).into_iter().map(Option::unwrap_or_default).collect();
        assert_eq!(ranks, expected, "{what}; 0 stands for no rank");
    };
    check("more is better", Better::More, &["1/2", "3/4", "2/4", "1/4"], &[2, 1, 2, 4]);
    check("less is better", Better::Less, &["1/2", "3/4", "2/4", "1/4"], &[2, 4, 2, 1]);
    check("neither", Better::Neither, &["1/2", "3/4"], &[0, 0]);
    check("not applicable", Better::More, &["1/2", "0/0", "1/4"], &[1, 0, 2]);
    check("a record lacks the value", Better::More, &["9/9 1 0", "1/2", "1/4"], &[0, 1, 2]);
    check("a value was withheld", Better::Less, &["0/9 0 1", "1/2", "1/4"], &[0, 2, 1]);
    check("thirds are compared exactly", Better::More, &["333333333/1000000000", "1/3"], &[2, 1]);
    check("below zero", Better::Less, &["-5/1", "5/1", "0/1"], &[1, 3, 2]);
    check("nobody", Better::More, &[], &[]);
}

#[test]
fn units_stand_side_by_side_with_their_spread() {
    let unit = |number: u32, old: u32, young: u32| {
        let worker =
            |place: u32, born: u32| format!("worker {} unit=#{number} born_year={born}\n", number * 100 + place);
        let workers: String = (0..old)
            .map(|place| worker(place, 1960))
            .chain((old..old + young).map(|place| worker(place, 1995)))
            .collect();
        format!("unit {number} level=community\n{workers}")
    };
    // 0, 25, 50, 100 % are 50 or more; the fifth has nobody, the sixth somebody of unknown age.
    let rows = [unit(1, 0, 4), unit(2, 1, 3), unit(3, 2, 2), unit(4, 4, 0), unit(5, 0, 0), unit(6, 1, 0)].concat();
    let replica = replica(&format!("{rows}worker 900 unit=#6"));
    let mut figures = Figures::read(&replica, today());
    let old = indicator("people.aged_50_or_more").expect("it is declared");
    let units: Vec<_> = (1..=6).map(id).collect();
    let compared = compare(&mut figures, &replica, &units, Span::year(2026), &[old]);
    let cells: Vec<_> = compared.rows.iter().map(|(_, row)| (row[0].value, row[0].rank)).collect();
    let expected = [
        (Some(0), Some(1)),
        (Some(2_500), Some(2)),
        (Some(5_000), Some(3)),
        (Some(10_000), Some(4)),
        (None, None),
        (Some(10_000), None),
    ];
    assert_eq!(cells, expected);
    let spread = compared.spreads[0];
    assert_eq!((spread.count, spread.lower, spread.median, spread.upper), (4, Some(1_875), Some(3_750), Some(6_250)));
    let none = compare(&mut figures, &replica, &[id(5)], Span::year(2026), &[old]).spreads[0];
    assert_eq!((none.count, none.lower, none.median), (0, None, None));
    let one = compare(&mut figures, &replica, &[id(3)], Span::year(2026), &[old]).spreads[0];
    assert_eq!((one.lower, one.median, one.upper), (Some(5_000), Some(5_000), Some(5_000)));
}
