//! Every exit status of every subcommand, with what is said where.

use crate::desk::Desk;
use crate::office::{LI, ZHANG, city, community, copy, of_sample, own};

fn desk() -> Desk {
    let ours = community();
    let mut other = copy(&ours);
    LI.save(&mut other, &ZHANG.key("unit", 1), &[("households", "1200")]);
    let good = own(&ours);
    let bad = good.replace("三有社区", "三无社区");
    let desk = Desk::with(&[("good.json", &good), ("other.json", &own(&other)), ("bad.json", &bad)]);
    desk.put("city.json", of_sample(&city()));
    std::fs::create_dir(desk.path("folder")).expect("a folder");
    desk
}

#[test]
fn each_subcommand_ends_as_it_says() {
    let desk = desk();
    for (line, code, out, err) in [
        ("", 2, &[][..], &["Usage"][..]),
        ("--help", 0, &["Exit status:", "standard input", "check", "merge", "indicators"], &[]),
        ("--version", 0, &["sanyou-files"], &[]),
        ("unheard-of", 2, &[], &["unheard-of"]),
        ("check", 2, &[], &["FILE"]),
        (
            "check good.json city.json",
            0,
            &["good.json: valid, 2 records, 2 saves", "city.json: valid", "sample 2026.3"],
            &[],
        ),
        ("check good.json bad.json", 1, &["good.json: valid", "bad.json: invalid"], &[]),
        ("check nothing.json", 3, &[], &["nothing.json cannot be read"]),
        ("check folder good.json", 3, &["good.json: valid"], &["folder cannot be read"]),
        ("check bad.json nothing.json", 3, &["bad.json: invalid"], &["nothing.json cannot be read"]),
        ("check - -", 2, &[], &["standard input (-) can be named once only"]),
        ("merge good.json", 2, &[], &["--output"]),
        ("merge good.json bad.json -o new.json", 1, &[], &["bad.json: invalid", "1 of 2 files", "nothing was written"]),
        (
            "merge bad.json nothing.json -o new.json",
            3,
            &[],
            &["bad.json: invalid", "nothing.json cannot be read", "2 of 2"],
        ),
        (
            "merge good.json city.json -o new.json",
            1,
            &[],
            &["good.json holds own records", "city.json is of the sample 2026.3"],
        ),
        (
            "merge city.json good.json -o new.json",
            1,
            &[],
            &["good.json holds own records", "city.json is of the sample 2026.3"],
        ),
        ("merge good.json other.json -o good.json", 2, &[], &["good.json is one of the inputs", "--force"]),
        ("merge good.json -o other.json", 2, &[], &["other.json is there already", "--force"]),
        ("merge good.json -o folder", 2, &[], &["folder is no file"]),
        ("merge good.json -o nowhere/new.json", 3, &[], &["nowhere/new.json was not written"]),
        ("merge good.json -o new.json --at yesterday", 2, &[], &["2026-11-22T00:00:00Z"]),
        ("show good.json", 0, &["2 records, 2 saves", "“三有社区”"], &[]),
        ("show bad.json", 1, &[], &["bad.json: invalid"]),
        ("show nothing.json", 3, &[], &["nothing.json cannot be read"]),
        ("diff good.json good.json", 0, &[], &[]),
        ("diff good.json other.json", 1, &["Households: (nothing) → “1,200”, B’s stands"], &[]),
        ("diff good.json bad.json", 1, &[], &["bad.json: invalid"]),
        ("diff good.json nothing.json", 3, &[], &["nothing.json cannot be read"]),
        ("diff - -", 2, &[], &["once only"]),
        ("csv good.json", 2, &[], &["--kind"]),
        ("csv good.json --kind unit", 0, &["三有社区"], &[]),
        ("csv good.json --kind robot", 1, &[], &["no kind robot", "unit, worker"]),
        ("csv good.json --kind 单位", 2, &[], &["begins with a letter"]),
        ("csv bad.json --kind unit", 1, &[], &["bad.json: invalid"]),
        ("csv nothing.json --kind unit", 3, &[], &["nothing.json cannot be read"]),
        ("indicators", 2, &[], &["FILE"]),
        ("indicators --sample good.json", 2, &[], &["cannot be used with"]),
        ("indicators good.json other.json", 0, &["\"communities\""], &[]),
        ("indicators bad.json", 1, &[], &["bad.json: invalid"]),
        ("indicators nothing.json", 3, &[], &["nothing.json cannot be read"]),
        ("indicators good.json city.json", 1, &[], &["do not merge"]),
        ("indicators good.json --day 2026-02-30", 2, &[], &["2026-11-22"]),
        ("sample", 2, &[], &["--output"]),
        ("sample -o good.json", 2, &[], &["good.json is there already"]),
        ("sample -o nowhere/city.json", 3, &[], &["was not written"]),
        ("--lang zh check bad.json", 1, &["文件内容与写出时不符"], &[]),
    ] {
        desk.check(line, "", code, out, err);
    }
    assert_eq!(desk.names(), ["bad.json", "city.json", "folder", "good.json", "other.json"], "nothing was written");
}

#[test]
fn standard_input_is_a_file_like_any() {
    let desk = desk();
    let good = desk.read("good.json");
    for (line, stdin, code, out, err) in [
        ("check -", good.as_str(), 0, &["standard input: valid"][..], &[][..]),
        ("check -", "", 1, &["standard input: invalid: The file is empty."], &[]),
        ("show -", &good, 0, &["三有社区"], &[]),
        ("diff - other.json", &good, 1, &["standard input holds own records"], &[]),
        ("csv - --kind worker", &good, 0, &["王五"], &["--restricted"]),
        ("indicators -", &good, 0, &["standard input"], &[]),
        ("merge - other.json -o - --at 2026-11-22T00:00:00Z", &good, 0, &["\"households\":1200"], &["2 files"]),
        ("merge ./good.json - -o -", "{", 1, &[], &["standard input: invalid, line 1"]),
    ] {
        desk.check(line, stdin, code, out, err);
    }
}

/// A reader such as `head` goes when it has enough: that is no reason to complain, and none to say that all was written.
#[test]
fn a_reader_may_go_away() {
    let desk = desk();
    let good = desk.read("good.json");
    for line in [
        "check -",
        "check - --json",
        "show -",
        "show - --json",
        "diff - other.json",
        "csv - --kind unit",
        "merge - -o -",
    ] {
        let words: Vec<&str> = line.split(' ').collect();
        let run = desk.run_unread(&words, &good);
        assert_eq!((run.code, run.err.as_str()), (3, ""), "{line}");
    }
}

#[test]
fn names_of_files_may_be_anything() {
    let desk = desk();
    let good = desk.read("good.json");
    for name in ["社区 一（备份）.json", "ë́ = +.json", "😀.json", "-odd", "line\nend.json"] {
        desk.put(name, &good);
        let there = format!("./{name}");
        let run = desk.run(&["check", &there]);
        assert_eq!((run.code, run.out.lines().count()), (0, 1), "{name}: {}{}", run.out, run.err);
        let out = format!("./合并 {name}");
        assert_eq!(desk.run(&["merge", &there, "-o", &out]).code, 0, "{name}");
        assert_eq!(desk.run(&["diff", &there, &out]).code, 0, "{name}");
    }
}

#[cfg(unix)]
#[test]
fn a_name_need_not_be_text() {
    use std::ffi::OsString;
    use std::os::unix::ffi::OsStringExt;
    let desk = desk();
    let name = OsString::from_vec(b"gb\xcd\xf8.json".to_vec());
    desk.put(&name, desk.read("good.json"));
    let run = desk.run(&[OsString::from("check"), name]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains("valid"), "{}", run.out);
}
