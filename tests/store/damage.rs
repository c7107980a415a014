//! Damaged texts: healed from the other home, or set aside and reported.

use sanyou::store::entry;

use crate::homes::{Content, Homes, OWN, canonical, edits, gap, homes_with, keys, put, ready, save};

/// Checks damage to one text: the other home heals it; in both homes it is set aside, and all else is still read.
///
/// Tells whether the damage was noticed; where it was not, the text must still say the same.
fn check_damage(whole: &[Content; 2], key: &str, damaged: &str, all: &str, others: &str) -> bool {
    if let Some(saves) = entry::read(key, damaged) {
        let undamaged = entry::read(key, &whole[0][key]).expect("it was whole");
        assert_eq!(canonical(saves), canonical(undamaged), "{key}: {damaged}");
        return false;
    }
    for place in [0, 1] {
        let homes = Homes::of(whole.clone());
        put([&homes.local, &homes.durable][place], key, Some(damaged));
        let found = ready(homes.tab(b'r').read(OWN)).expect("it can be read");
        assert_eq!((canonical(found.saves).as_str(), found.damaged.as_slice()), (all, &[][..]), "{key}: {damaged}");
        assert_eq!(&homes.contents(), whole, "{key}: healed");
    }
    let homes = Homes::of(whole.clone());
    homes.put_both(key, Some(damaged));
    let found = ready(homes.tab(b'r').read(OWN)).expect("it can be read");
    assert_eq!(found.damaged, [(key.to_owned(), damaged.to_owned())]);
    assert_eq!(canonical(found.saves), others, "{key}: {damaged}");
    for content in homes.contents() {
        assert_eq!(content[key], damaged, "what is damaged stays for a person to look at");
    }
    true
}

/// All texts that differ from one in a single character, in several ways, or end early.
fn damaged(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let flipped = (0..chars.len()).flat_map(|place| {
        let flips = [1, 0x20].map(|flip| char::from_u32(chars[place] as u32 ^ flip).unwrap_or('?'));
        let with = |c: char| chars[..place].iter().chain([&c]).chain(&chars[place + 1..]).collect::<String>();
        flips.map(with)
    });
    let cut = (0..chars.len()).step_by(7).map(|end| chars[..end].iter().collect());
    flipped.chain(cut).collect()
}

#[test]
fn damage_is_healed_or_reported() {
    let homes = Homes::default();
    let tab = homes.tab(b'a');
    for numbers in [0..1, 1..25, 25..26] {
        save(&tab, OWN, edits(numbers));
    }
    let whole = homes.contents();
    assert!(whole[0].values().nth(1).is_some_and(|text| text.contains("\"packed\"")), "the middle one is deflated");
    let all = canonical(edits(0..26));
    let others = [canonical(edits(1..26)), canonical(edits([0, 25])), canonical(edits(0..25))];
    let (mut count, mut unnoticed) = (0, [0; 3]);
    for (place, key) in keys(&whole[0], "/j/").iter().enumerate() {
        for damaged in damaged(&whole[0][key]) {
            count += 1;
            unnoticed[place] += usize::from(!check_damage(&whole, key, &damaged, &all, &others[place]));
        }
    }
    println!("{count} damaged texts, {unnoticed:?} of them say the same as before");
    // The last unit of a packed text may have bits to spare.
    assert_eq!((unnoticed[0], unnoticed[2]), (0, 0));
    assert!(unnoticed[1] <= 3);
}

#[test]
fn damage_of_other_kinds_is_reported() {
    let homes = homes_with(0..3);
    let whole = homes.contents();
    let all = keys(&whole[0], "/j/");
    let cases: [(&str, String); 6] = [
        ("an empty text", String::new()),
        ("the text of another entry", whole[0][&all[0]].clone()),
        ("JSON of something else", "{}".to_owned()),
        ("no JSON", "\u{fffd}".to_owned()),
        ("twice the text", whole[0][&all[1]].repeat(2)),
        (
            "a bomb",
            format!("{{\"length\":4294967295,\"sum\":\"\",\"before\":\"\",\"packed\":\"{}\"}}", "㐀".repeat(99)),
        ),
    ];
    for (name, damaged) in cases {
        let (all_edits, others) = (canonical(edits(0..3)), canonical(edits([0, 2])));
        assert!(check_damage(&whole, &all[1], &damaged, &all_edits, &others), "{name}");
    }
    // Different damage in each home: both texts are handed on.
    put(&homes.local, &all[1], Some("one"));
    put(&homes.durable, &all[1], Some("other"));
    let found = homes.found();
    assert_eq!(found.damaged, [(all[1].clone(), "one".to_owned()), (all[1].clone(), "other".to_owned())]);
    assert_eq!(found.gaps, [gap(1, 1, Some(1))], "the entry between two others is not there to be read");
}
