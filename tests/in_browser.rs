//! Facts of the real browser that the program stands on: its two storages, its addresses, its normalisation.
#![cfg(target_arch = "wasm32")]

use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

use sanyou::platform;
use sanyou::store::browser::BrowserLocal;
use sanyou::store::indexed_db::IndexedDb;
use sanyou::store::{Batch, DurableHome, Guard, HomeError, LocalHome};
use sanyou::ui::route::{Page, Route};

wasm_bindgen_test_configure!(run_in_browser);

fn put(key: &str, text: &str) -> Batch {
    Batch { put: vec![(key.to_owned(), text.to_owned())], remove: Vec::new() }
}

#[wasm_bindgen_test]
fn local_storage_keeps_json_texts_exactly() {
    let local = BrowserLocal::open().expect("this browser has local storage");
    let text = r#"{"a":"三有 \" \\","b":[1,2.50]}"#;
    local.set("sanyou1/test/a", text).expect("there is room");
    assert_eq!(local.get("sanyou1/test/a"), Ok(Some(text.to_owned())));
    assert_eq!(local.keys("sanyou1/test/"), Ok(vec!["sanyou1/test/a".to_owned()]));
    local.remove("sanyou1/test/a").expect("it can be removed");
    assert_eq!(local.get("sanyou1/test/a"), Ok(None));
}

#[wasm_bindgen_test]
fn local_storage_hands_on_what_is_damaged() {
    let local = BrowserLocal::open().expect("this browser has local storage");
    let raw = web_sys::window().and_then(|window| window.local_storage().ok().flatten()).expect("local storage");
    raw.set_item("sanyou1/test/damaged", "{half").expect("there is room");
    assert_eq!(local.get("sanyou1/test/damaged"), Ok(Some("{half".to_owned())));
    local.remove("sanyou1/test/damaged").expect("it can be removed");
}

#[wasm_bindgen_test]
fn local_storage_says_when_it_is_full_and_keeps_what_it_had() {
    let local = BrowserLocal::open().expect("this browser has local storage");
    local.set("sanyou1/test/kept", "\"kept\"").expect("there is room");
    let too_much = format!("\"{}\"", "x".repeat(6 * 1024 * 1024));
    assert_eq!(local.set("sanyou1/test/much", &too_much), Err(HomeError::Full));
    assert_eq!(local.set("sanyou1/test/kept", &too_much), Err(HomeError::Full));
    assert_eq!(local.get("sanyou1/test/kept"), Ok(Some("\"kept\"".to_owned())));
    assert_eq!(local.get("sanyou1/test/much"), Ok(None));
    local.remove("sanyou1/test/kept").expect("it can be removed");
}

#[wasm_bindgen_test]
async fn indexed_db_commits_all_or_nothing() {
    let durable = IndexedDb::open().await.expect("this browser has IndexedDB");
    durable.commit(&Guard::version(), &put("sanyou1/t1/a", "1")).await.expect("it commits");
    durable.commit(&Guard::version(), &put("sanyou1/x/t1", "true")).await.expect("it commits");
    let refused = durable.commit(&Guard::live("t1"), &put("sanyou1/t1/b", "2")).await;
    assert_eq!(refused, Err(HomeError::Dropped));
    let held = durable.read("sanyou1/t1/").await.expect("it can be read");
    let keys: Vec<&str> = held.iter().map(|(key, _)| key.as_str()).collect();
    assert_eq!(keys, ["sanyou1/t1/a"]);
}

#[wasm_bindgen_test]
async fn indexed_db_rewrites_what_its_own_transaction_read() {
    let durable = IndexedDb::open().await.expect("this browser has IndexedDB");
    for (key, text) in [("sanyou1/t2/a", "1"), ("sanyou1/t2/b", "2"), ("sanyou1/t3/c", "3")] {
        durable.commit(&Guard::version(), &put(key, text)).await.expect("it commits");
    }
    let mut seen = Vec::new();
    let mut plan = |held: Vec<(String, String)>| {
        let remove = held.iter().map(|(key, _)| key.clone()).collect();
        seen = held;
        Batch { put: vec![("sanyou1/t2/s".to_owned(), "12".to_owned())], remove }
    };
    durable.rewrite(&Guard::live("t2"), "sanyou1/t2/", &mut plan).await.expect("it rewrites");
    assert_eq!(seen.len(), 2);
    let left = durable.read("sanyou1/t2/").await.expect("it can be read");
    assert_eq!(left, [("sanyou1/t2/s".to_owned(), "12".to_owned())]);
    assert_eq!(durable.read("sanyou1/t3/").await.expect("it can be read").len(), 1);
}

#[wasm_bindgen_test]
async fn a_second_connection_sees_what_the_first_committed() {
    let first = IndexedDb::open().await.expect("this browser has IndexedDB");
    let second = IndexedDb::open().await.expect("two tabs may open it");
    first.commit(&Guard::version(), &put("sanyou1/t4/a", "1")).await.expect("it commits");
    assert_eq!(second.read("sanyou1/t4/").await.expect("it can be read").len(), 1);
}

#[wasm_bindgen_test]
fn addresses_round_trip() {
    let id = "0123456789abcdef-7";
    for (address, page) in [
        ("#/own/overview", Page::Overview),
        ("#/own/worker?unit=0123456789abcdef-7&q=%E5%BC%A0%26%3D%23", Page::List("worker")),
        ("#/sample-x/place/0123456789abcdef-7", Page::Record { kind: "place", id: id.parse().ok() }),
        ("#/own/fund_entry/new", Page::Record { kind: "fund_entry", id: None }),
        ("#/own/files", Page::Files),
        ("#/own/conflicts", Page::Conflicts),
        ("#/own/settings", Page::Settings),
    ] {
        let route = Route::parse(address);
        assert_eq!((route.page, route.href().as_str()), (page, address));
    }
    assert_eq!(Route::parse("").href(), "#/own/overview");
    assert_eq!(Route::parse("#/own/nonsense/%zz?%zz=%zz&q").page, Page::Overview);
    assert_eq!(Route::parse("#/own/worker?q=%E5%BC%A0%26%3D%23").get("q"), Some("张&=#"));
}

#[wasm_bindgen_test]
fn names_are_normalised_and_sessions_are_fresh() {
    assert_eq!(platform::normalized("e\u{301}é三"), "éé三");
    let sessions = [(); 100].map(|()| platform::fresh_session().expect("this browser has random numbers"));
    let mut different = sessions.to_vec();
    different.sort();
    different.dedup();
    assert_eq!(different.len(), sessions.len());
}

#[wasm_bindgen_test]
fn the_wall_clock_shows_local_time() {
    let time = platform::local_time(0).expect("1970 is a time");
    let offset = js_sys::Date::new_0().get_timezone_offset();
    let year_start = js_sys::Date::new(&wasm_bindgen::JsValue::from_f64(0.0));
    assert_eq!(f64::from(chrono::Timelike::hour(&time)), f64::from(year_start.get_hours()), "offset {offset} minutes");
}
