//! Journal entries that are missing, and those that shards stand for.

use sanyou::store::Gap;

use crate::homes::{Homes, OWN, canonical, edits, first_part, gap, homes_with, keys, put, ready, save};

/// Six entries, the third of which holds four saves: what is missing before others is named exactly, and that the last are
/// missing cannot be known.
#[test]
fn entries_missing_before_others_are_named() {
    let cases: [(&[usize], &[Gap]); 8] = [
        (&[], &[]),
        (&[3], &[gap(3, 3, Some(1))]),
        (&[2], &[gap(2, 2, Some(4))]),
        (&[1, 2, 3], &[gap(1, 3, Some(6))]),
        (&[1, 3], &[gap(1, 1, Some(1)), gap(3, 3, Some(1))]),
        (&[0], &[gap(0, 0, Some(1))]),
        (&[5], &[]),
        (&[0, 1, 4, 5], &[gap(0, 1, Some(2))]),
    ];
    let saved = [0..1, 1..2, 2..6, 6..7, 7..8, 8..9];
    for (lost, gaps) in cases {
        let homes = Homes::default();
        let tab = homes.tab(b'a');
        for numbers in saved.clone() {
            save(&tab, OWN, edits(numbers));
        }
        save(&homes.tab(b'b'), OWN, edits([9]));
        let all = keys(&homes.contents()[0], "/j/");
        lost.iter().for_each(|place| homes.put_both(&all[*place], None));
        let found = homes.found();
        assert_eq!(found.gaps, gaps, "{lost:?} lost");
        let left = saved.iter().enumerate().filter(|(place, _)| !lost.contains(place)).flat_map(|(_, n)| n.clone());
        assert_eq!(canonical(found.saves), canonical(edits(left.chain([9]))), "{lost:?} lost");
    }
}

/// What a shard stands for is not missing, whichever of its neighbours came too late for it and however often it was
/// replaced; what is lost after it is.
#[test]
fn entries_that_shards_stand_for_are_not_missing() {
    for compactions in 1..=3 {
        for is_late in [false, true] {
            let homes = Homes::default();
            let tab = homes.tab(b'a');
            let (_, first) = ready(tab.append(OWN, edits([0]))).expect("there is room");
            save(&tab, OWN, edits([1]));
            save(&tab, OWN, edits([2]));
            for number in 0..compactions {
                ready(homes.tab(b'c' + number).compact(OWN)).expect("there is room");
                save(&homes.tab(b'k' + number), OWN, edits([5 + u32::from(number)]));
            }
            if is_late {
                ready(tab.make_durable(&first)).expect("there is room");
            }
            save(&tab, OWN, edits([3]));
            save(&tab, OWN, edits([4]));
            let all = canonical(edits(0..5 + u32::from(compactions)));
            assert_eq!(homes.whole(), all, "{compactions} compactions, late: {is_late}");
            let fourth = format!("{}/00000003", first_part(&homes));
            homes.put_both(&fourth, None);
            assert_eq!(homes.found().gaps, [gap(3, 3, Some(1))], "{compactions} compactions, late: {is_late}");
        }
    }
}

/// A machine that was copied while it ran goes on from two states; one of its entries is here in the other's words, whole
/// in itself. What the next entry says came before it is nowhere.
#[test]
fn an_entry_that_is_not_the_one_meant_is_missing() {
    let one = homes_with([0, 1, 2]);
    let second = &keys(&one.contents()[0], "/j/")[1];
    let foreign = homes_with([0, 3, 4]).contents()[0][second].clone();
    let homes = one.copy();
    homes.put_both(second, Some(&foreign));
    let found = homes.found();
    assert_eq!((found.gaps, canonical(found.saves)), (vec![gap(1, 1, None)], canonical(edits([0, 3, 2]))));
    // A compaction takes the foreign words in, and what they stand in the place of stays missing.
    ready(homes.tab(b'b').compact(OWN)).expect("there is room");
    let found = homes.found();
    assert_eq!((found.gaps, canonical(found.saves)), (vec![gap(1, 1, Some(1))], canonical(edits([0, 3, 2]))));
    ready(homes.tab(b'c').accept_losses(OWN)).expect("there is room");
    assert!(homes.found().is_whole(), "what was accepted is not told again");
    // In one home only, both texts are there, and nothing is missing.
    put(&one.local, second, Some(&foreign));
    assert_eq!(one.whole(), canonical(edits(0..4)));
}
