//! `merge` and `sample`: what the new file holds, and what becomes of the files around it.

use std::fs;

use sanyou::exchange;
use sanyou::model::{Name, SessionId, Value};
use sanyou::replica::{Dot, Pred, Replica, Save, Saved};

use crate::desk::Desk;
use crate::office::{LI, ZHANG, city, community, copy, of_sample, own, without_restricted};

const MOMENT: [&str; 2] = ["--at", "2026-11-22T00:00:00Z"];

#[track_caller]
fn merge(desk: &Desk, files: &[&str], out: &str) {
    let words = [&["merge"], files, &["-o", out], &MOMENT].concat();
    let run = desk.run(&words);
    assert_eq!((run.code, run.out.as_str()), (0, ""), "{words:?}: {}", run.err);
}

#[test]
fn two_edited_samples_merge_in_any_order() {
    let city = city();
    let (mut zhang, mut li) = (copy(&city), copy(&city));
    let workers: Vec<_> =
        city.iter().map(|(key, _, _)| key.clone()).filter(|key| key.kind.as_str() == "worker").take(30).collect();
    for (place, key) in workers.iter().enumerate() {
        ZHANG.save(&mut zhang, key, &[("name", &format!("\"甲{place}\""))]);
        LI.save(&mut li, key, &[(if place % 3 == 0 { "name" } else { "note" }, &format!("\"乙{place}\""))]);
    }
    LI.save(&mut li, &LI.key("place", 1), &[("name", "\"活动室\"")]);
    ZHANG.save(&mut zhang, &workers[1], &[("deleted", "true")]);
    let mut both = copy(&zhang);
    both.apply(li.saves_of(li.iter().map(|(key, _, _)| key)));

    let desk = Desk::with(&[("甲.json", &of_sample(&zhang)), ("乙.json", &of_sample(&li))]);
    let orders = [&["甲.json", "乙.json"][..], &["乙.json", "甲.json"], &["乙.json", "甲.json", "乙.json"]];
    for (place, order) in orders.into_iter().enumerate() {
        let out = format!("{place}.json");
        merge(&desk, order, &out);
        assert_eq!(desk.replica(&out).canonical(), both.canonical(), "{order:?}");
        assert_eq!(desk.read(&out), desk.read("0.json"), "{order:?}: the same bytes");
    }
    let shown = desk.json(&["show", "--json", "0.json"], 0);
    let conflicts = shown["conflicts"].as_array().expect("a list");
    assert_eq!(conflicts.len(), 11, "ten names, and a deletion against an edit");
    assert_eq!(desk.json(&["diff", "--json", "甲.json", "0.json"], 1)["a"]["saves_only_here"], 0, "nothing is lost");
    assert_eq!(desk.names().len(), 5, "no temporary file stays: {:?}", desk.names());
}

#[test]
fn restricted_values_fill_and_the_head_tells_the_truth() {
    let full = community();
    let mut later = copy(&full);
    ZHANG.save(&mut later, &ZHANG.key("worker", 3), &[("name", "\"赵六\""), ("phone", "\"13900139000\"")]);
    let desk = Desk::with(&[
        ("full.json", &own(&full)),
        ("bare.json", &without_restricted(&full)),
        ("later bare.json", &without_restricted(&later)),
    ]);
    for (files, withheld) in [
        (&["bare.json"][..], &["worker.pay", "worker.phone"][..]),
        (&["bare.json", "full.json"], &[]),
        (&["full.json", "bare.json"], &[]),
        (&["full.json", "later bare.json"], &["worker.phone"]),
    ] {
        let words = [&["merge"], files, &["-o", "out.json", "--force"], &MOMENT].concat();
        let run = desk.run(&words);
        let incoming = exchange::read(desk.read("out.json").as_bytes()).expect("it is valid");
        assert_eq!(incoming.header.withheld, withheld, "{files:?}");
        assert_eq!(run.err.contains("lacks values"), !withheld.is_empty(), "{files:?}: {}", run.err);
    }
    let merged = desk.replica("out.json");
    let phone = |counter| merged.view(&ZHANG.key("worker", counter)).and_then(|view| view.value("phone").cloned());
    assert_eq!([phone(2), phone(3)], [Some(Value::text("13800138000")), None], "what is known is kept");
}

#[test]
fn an_input_is_replaced_only_when_told() {
    let ours = community();
    let mut other = copy(&ours);
    LI.save(&mut other, &ZHANG.key("unit", 1), &[("households", "1200")]);
    let desk = Desk::with(&[("a.json", &own(&ours)), ("b.json", &own(&other))]);
    let before = desk.read("a.json");
    for out in ["a.json", "./a.json"] {
        assert_eq!(desk.run(&["merge", "a.json", "b.json", "-o", out]).code, 2, "{out}");
        assert_eq!(desk.read("a.json"), before, "{out}");
    }
    merge(&desk, &["a.json", "b.json", "--force"], "./a.json");
    assert_eq!(desk.replica("a.json").canonical(), other.canonical());
    assert_eq!(desk.names(), ["a.json", "b.json"]);
}

#[cfg(unix)]
#[test]
fn links_lead_to_no_surprise() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let desk = Desk::with(&[("a.json", &own(&community())), ("b.json", &own(&city()))]);
    let before = (desk.read("a.json"), desk.read("b.json"));
    symlink("a.json", desk.path("link.json")).expect("a link");
    desk.check(
        "merge a.json b.json -o link.json --force",
        "",
        2,
        &[],
        &["link.json is another name of the input a.json"],
    );
    desk.check(
        "merge link.json b.json -o a.json --force",
        "",
        2,
        &[],
        &["a.json is another name of the input link.json"],
    );
    assert_eq!((desk.read("a.json"), desk.read("b.json")), before);

    fs::set_permissions(desk.path("a.json"), fs::Permissions::from_mode(0o600)).expect("permissions");
    merge(&desk, &["b.json", "--force"], "link.json");
    assert_eq!(desk.replica("a.json").canonical(), city().canonical(), "the link is followed");
    assert!(fs::symlink_metadata(desk.path("link.json")).expect("it is there").is_symlink(), "and stays a link");
    let mode = fs::metadata(desk.path("a.json")).expect("it is there").permissions().mode();
    assert_eq!(mode & 0o777, 0o600, "who may read it stays as it was");
    desk.check("merge b.json -o /dev/null --force", "", 2, &[], &["/dev/null is no file"]);
}

#[test]
fn what_no_file_may_hold_is_not_written() {
    let daily = |session: u8| {
        let save = |height: u64| {
            let dot = Dot { height, session: SessionId::from_bytes([session; SessionId::BYTES]) };
            let set = [(Name::known("name"), Some(Value::text("甲")))].into();
            let after = if height > 1 { vec![Pred::of_dot(Dot { height: height - 1, ..dot })] } else { Vec::new() };
            Saved { key: ZHANG.key("place", 1), save: Save { dot, after, set, at: 0, by: "张三".into() } }
        };
        let mut replica = Replica::new();
        replica.apply((1..=16_000).map(save));
        own(&replica)
    };
    let desk = Desk::with(&[("1.json", &daily(1)), ("2.json", &daily(2))]);
    desk.check("check 1.json 2.json", "", 0, &["16000 saves"], &[]);
    desk.check("merge 1.json 2.json -o all.json", "", 1, &[], &["more than one file may hold", "Unite fewer files"]);
    assert_eq!(desk.names(), ["1.json", "2.json"]);
}

#[test]
fn the_sample_is_the_same_bytes_every_time() {
    let desk = Desk::with(&[]);
    for out in ["1.json", "2.json"] {
        desk.check(&format!("sample -o {out}"), "", 0, &[], &[]);
    }
    let text = desk.read("1.json");
    assert_eq!(text, desk.read("2.json"));
    assert_eq!(text, desk.run(&["sample", "-o", "-"]).out);
    assert_eq!(desk.replica("1.json").canonical(), city().canonical());
    let header = exchange::read(text.as_bytes()).expect("it is valid").header;
    assert_eq!(header.sample.as_deref(), Some(sanyou::sample::SAMPLE_VERSION), "its files say so");
    assert_eq!(header.at, "2026-11-22T00:00:00Z");
    assert_eq!(header.withheld, Vec::<String>::new());
}
