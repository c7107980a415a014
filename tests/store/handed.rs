//! What is remembered of files that were handed over: numbers are given out once, and what cannot be noted is not given.

use sanyou::exchange::outbox::Outbox;
use sanyou::store::{HomeError, Note, Notes, Store};

use crate::homes::{Homes, Tab, ready, session};

/// Gives out a number and notes the file of it.
fn give(tab: &Tab, series: u8) -> Result<u32, HomeError> {
    let mut given = 0;
    let mut change = |text: Option<String>| {
        let mut outbox = Outbox::read(text.as_deref());
        given = outbox.give_number("2026-11-22", session(series)).number;
        let put = vec![(Note::File(given.to_string()), format!("file {given}"))];
        Notes { outbox: outbox.to_json(), put, remove: vec![Note::File(given.saturating_sub(2).to_string())] }
    };
    ready(tab.renote("own", &mut change)).map(|()| given)
}

#[test]
fn two_tabs_give_out_different_numbers_of_one_series() {
    let homes = Homes::default();
    let (one, other) = (homes.tab(b'a'), homes.tab(b'b'));
    assert_eq!([give(&one, b'a'), give(&other, b'b'), give(&one, b'a')], [Ok(1), Ok(2), Ok(3)]);
    let held = ready(other.outbox("own")).expect("it can be read").expect("it was noted");
    assert!(held.contains(&session(b'a').to_string()), "the first tab began the series: {held}");
    let said = |number: &str| ready(one.noted("own", &Note::File(number.to_owned())));
    assert_eq!([said("1"), said("3")], [Ok(None), Ok(Some("file 3".to_owned()))]);
    assert_eq!(ready(one.outbox("sample-1")), Ok(None), "each workspace has its own");
}

#[test]
fn what_cannot_be_noted_is_not_given_out() {
    let homes = Homes::default();
    let tab = homes.tab(b'a');
    assert_eq!(give(&tab, b'a'), Ok(1));
    homes.durable.writes_left.set(Some(0));
    assert_eq!(give(&tab, b'a'), Err(HomeError::Full));
    homes.durable.writes_left.set(None);
    assert_eq!(give(&tab, b'a'), Ok(2), "the number is there for the next file");
    let apart: Tab = Store::new(Some(homes.local.clone()), None, session(b'c'));
    assert_eq!(give(&apart, b'c'), Err(HomeError::Unavailable), "local storage has no transactions");
}
