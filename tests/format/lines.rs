//! Records: what one line may hold, and every way it can be wrong.

use crate::vector::{Vector, blocks, check, file_around};

/// A record with one save whose parts after the author are given.
fn save_of(parts: &str) -> String {
    format!(r#"{{"id":"aaaaaaaaaaaaaaaa-1","kind":"unit","_":[["aaaaaaaaaaaaaaaa",1,0,"",{parts}]]}}"#)
}

/// Joins what `item` makes of each number from 0.
fn joined(count: usize, item: impl Fn(usize) -> String) -> String {
    (0..count).map(item).collect::<Vec<_>>().join(",")
}

#[test]
fn one_record_a_line() {
    let vectors = blocks(include_str!("../vectors/lines.txt")).into_iter().map(|block| match &block[..] {
        [name, record @ .., says] => Vector::new(*name, file_around(&record.join("\n")), *says),
        _ => panic!("a vector has a name, a record and an outcome: {block:?}"),
    });
    check(vectors.collect());
}

/// Names are at most 64 bytes long.
#[test]
fn the_longest_names() {
    let in_place = |name: &str| {
        file_around(&format!(
            r#"{{"id":"aaaaaaaaaaaaaaaa-1","kind":"unit","{name}":1,"_":[["aaaaaaaaaaaaaaaa",1,0,"",["{name}"]]]}}"#
        ))
    };
    let of_kind = |kind: &str| {
        file_around(&format!(r#"{{"id":"aaaaaaaaaaaaaaaa-1","kind":"{kind}","_":[["aaaaaaaaaaaaaaaa",1,0,""]]}}"#))
    };
    let (longest, longer) = ("n".repeat(64), "n".repeat(65));
    check(vec![
        Vector::new("the longest field name", in_place(&longest), "1 saves"),
        // What is told of a name that is too long is its beginning, so that a message stays short.
        Vector::new(
            "a longer field name",
            in_place(&longer),
            format!("Record {{ place: 1, error: Field({longest:?}) }}"),
        ),
        Vector::new("the longest kind", of_kind(&longest), "1 saves"),
        Vector::new("a longer kind", of_kind(&longer), "Record { place: 1, error: Kind }"),
    ]);
}

/// A value is at most 64 KiB of JSON.
#[test]
fn the_longest_values() {
    let text = |bytes: usize| format!("\"{}\"", "x".repeat(bytes - 2));
    let others = |value: &str| file_around(&save_of(&format!(r#"[],{{"note":{value}}}"#)));
    let in_place = |value: &str| {
        file_around(&format!(
            r#"{{"id":"aaaaaaaaaaaaaaaa-1","kind":"unit","note":{value},"_":[["aaaaaaaaaaaaaaaa",1,0,"",["note"]]]}}"#
        ))
    };
    let deep = format!("{}{}", "[".repeat(30_000), "]".repeat(30_000));
    let digits = "9".repeat(65_536);
    let refused = |error: &str| format!("Record {{ place: 1, error: Value {{ field: \"note\", error: {error} }} }}");
    check(vec![
        Vector::new("the longest value in place", in_place(&text(65_536)), "1 saves"),
        Vector::new("a longer value in place", in_place(&text(65_537)), refused("Bytes(65537)")),
        Vector::new("the longest value among others", others(&text(65_536)), "1 saves"),
        Vector::new("a longer value among others", others(&text(65_537)), refused("Bytes(65537)")),
        Vector::new("a number of as many digits", others(&digits), "1 saves"),
        Vector::new("lists in lists without end", others(&deep), refused("Depth")),
    ]);
}

/// The caps on what one record may hold.
#[test]
fn the_most_of_everything() {
    let fields = |count| joined(count, |place| format!("\"f{place}\":1"));
    let names = |count| joined(count, |place| format!("\"f{place}\""));
    let others = |count| file_around(&save_of(&format!("[],{{{}}}", fields(count))));
    let in_place = |count| {
        let (fields, names) = (fields(count), names(count));
        file_around(&format!(
            r#"{{"id":"aaaaaaaaaaaaaaaa-1","kind":"unit",{fields},"_":[["aaaaaaaaaaaaaaaa",1,0,"",[{names}]]]}}"#
        ))
    };
    let withheld = |count| file_around(&save_of(&format!("[],{{}},[{}]", names(count))));
    let after = |count: usize| {
        let preds = joined(count, |place| format!("[\"bbbbbbbbbbbbbbbb\",{}]", place + 1));
        file_around(&format!(
            r#"{{"id":"aaaaaaaaaaaaaaaa-1","kind":"unit","_":[["aaaaaaaaaaaaaaaa",1100,0,"",[],{{}},[],[{preds}]]]}}"#
        ))
    };
    let saves = |count: usize| {
        let saves = joined(count, |place| format!("[\"aaaaaaaaaaaaaaaa\",{},1,\"\"]", place + 1));
        file_around(&format!(r#"{{"id":"aaaaaaaaaaaaaaaa-1","kind":"unit","_":[{saves}]}}"#))
    };
    let refused = |what: &str| format!("Record {{ place: 1, error: TooMany {{ what: {what:?} }} }}");
    check(vec![
        Vector::new("the most fields in place", in_place(256), "1 saves"),
        Vector::new("more fields in place", in_place(257), refused("fields")),
        Vector::new("the most fields among others", others(256), "1 saves"),
        Vector::new("more fields among others", others(257), refused("fields")),
        Vector::new("the most fields withheld", withheld(256), "1 saves"),
        Vector::new("more fields withheld", withheld(257), refused("fields")),
        Vector::new("the most predecessors", after(1024), "1 saves"),
        Vector::new("more predecessors", after(1025), refused("predecessors")),
        Vector::new("many saves", saves(2_000), "2000 saves"),
        Vector::new("more saves", saves(30_001), refused("saves")),
        Vector::new("far more predecessors", after(200_000), refused("predecessors")),
        Vector::new("far more fields withheld", withheld(200_000), refused("fields")),
        Vector::new("more fields in place than a record may have", in_place(4097), refused("fields")),
        Vector::new(
            "more fields in place than are read",
            in_place(20_000),
            r#"Record { place: 1, error: Json(Json("too many members at line 1 column 169141")) }"#,
        ),
    ]);
}
