//! The import log against what really happened: every save that is held is said to come from the file that brought it.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use sanyou::exchange::sequence::Sighting;
use sanyou::exchange::{self, Manifest, Number, Outgoing};
use sanyou::model::{Name, RecordId, SessionId, Value};
use sanyou::replica::imports::{self, IMPORT, brought, is_import};
use sanyou::replica::save::Draft;
use sanyou::replica::{Dot, Key, Replica, Saved, stage};

use crate::history::{name, replica, withhold};
use crate::laws::config;

/// One thing that happens to the device that remembers, or elsewhere.
#[derive(Debug, Clone)]
enum Step {
    /// Something is saved on another device; all of those exchange what they have at once.
    Elsewhere { session: u8, record: u32, at: i64 },
    /// Something is saved here.
    Here { record: u32, at: i64 },
    /// A file with any part of what there is elsewhere is imported here.
    Import { which: u64, withheld: u8 },
    /// A full export from here is taken elsewhere.
    Export,
    /// The program is started anew, its storage emptied or not.
    Start { is_emptied: bool },
}

fn step() -> impl Strategy<Value = Step> {
    // Few moments, so that many saves share one; and clocks that go back.
    let at = || prop_oneof![0_i64..4, Just(-315_576_000), Just(315_576_000)];
    prop_oneof![
        6 => (b'a'..b'd', 0_u32..5, at()).prop_map(|(session, record, at)| Step::Elsewhere { session, record, at }),
        3 => (0_u32..5, at()).prop_map(|(record, at)| Step::Here { record, at }),
        5 => (any::<u64>(), 0_u8..4).prop_map(|(which, withheld)| Step::Import { which, withheld }),
        1 => Just(Step::Export),
        1 => any::<bool>().prop_map(|is_emptied| Step::Start { is_emptied }),
    ]
}

/// What names a save for good.
type Name3 = (RecordId, Dot, i64);

fn name_of(saved: &Saved) -> Name3 {
    (saved.key.id, saved.save.dot, saved.save.at)
}

/// The device that remembers, what there is elsewhere, and what really happened.
struct World {
    here: Replica,
    elsewhere: Replica,
    /// The digest of the file that brought each save that is held; nothing where it was entered here.
    truth: BTreeMap<Name3, Option<String>>,
    starts: u8,
    made: u32,
    files: u32,
    logs: usize,
}

impl World {
    fn new() -> Self {
        Self {
            here: Replica::new(),
            elsewhere: Replica::new(),
            truth: BTreeMap::new(),
            starts: 0,
            made: 0,
            files: 0,
            logs: 0,
        }
    }

    fn session(&self) -> SessionId {
        SessionId::from_bytes([b'A' + self.starts; SessionId::BYTES])
    }

    fn play(&mut self, step: &Step) {
        match *step {
            Step::Elsewhere { session, record, at } => {
                let session = SessionId::from_bytes([session; SessionId::BYTES]);
                let saved = press_save(&self.elsewhere, &unit(record), session, at);
                self.elsewhere.apply([saved]);
            }
            Step::Here { record, at } => {
                let saved = press_save(&self.here, &unit(record), self.session(), at);
                self.truth.insert(name_of(&saved), None);
                self.here.apply([saved]);
            }
            Step::Import { which, withheld } => self.import(which, withheld),
            Step::Export => {
                let text = exchange::write(&self.here, &Outgoing::default());
                let file = exchange::read(text.as_bytes()).expect("what is written can be read");
                self.elsewhere.unite(&file.lines);
            }
            Step::Start { is_emptied } => {
                self.starts = (self.starts + 1) % 20;
                if is_emptied {
                    self.here = Replica::new();
                    self.truth.clear();
                    self.logs = 0;
                }
            }
        }
    }

    /// Imports as the program does: what is new, and the log of it, at once.
    fn import(&mut self, which: u64, withheld: u8) {
        let all = self.elsewhere.saves_of(self.elsewhere.keys()).enumerate();
        let part = all.filter(|(place, _)| which & (1 << (place % 64)) != 0);
        let part = part.map(|(_, saved)| Saved { key: saved.key, save: withhold(saved.save, withheld) });
        self.files += 1;
        let series = SessionId::from_bytes([b's'; SessionId::BYTES]);
        let number = Number { series, number: self.files, base: None };
        let text =
            exchange::write(&replica(part), &Outgoing { by: "丁", number: Some(&number), ..Outgoing::default() });
        let incoming = exchange::read(text.as_bytes()).expect("what is written can be read");
        let news = self.here.news(incoming.saves());
        if news.is_empty() {
            return;
        }
        let file = incoming.header.file("丁.json");
        assert_eq!(Sighting::of_import(&file), Sighting::of(&incoming.header), "the log remembers the file's place");
        let set = imports::log(&self.here, &news, &file);
        for saved in &news {
            self.truth.entry(name_of(saved)).or_insert_with(|| Some(file.digest.clone()));
        }
        self.made += 1;
        let key = Key { id: RecordId { session: self.session(), counter: 1000 + self.made }, kind: name(IMPORT) };
        let save = stage(None, &[], self.session(), Draft { set, at: 0, by: "here".into() });
        let keys: BTreeSet<Key> = news.iter().map(|saved| saved.key.clone()).collect();
        let new = keys.iter().filter(|key| self.here.record(key).is_none()).count();
        self.here.apply(news.into_iter().chain([Saved { key, save }]));
        self.logs += 1;
        let logs = imports::all(&self.here);
        let last = logs.last().expect("it was just written");
        assert_eq!((last.added, last.changed), (new, keys.len() - new));
        assert_eq!(&last.file, &file, "and names the file");
    }
}

fn unit(record: u32) -> Key {
    Key {
        id: RecordId { session: SessionId::from_bytes([b'r'; SessionId::BYTES]), counter: record },
        kind: name("unit"),
    }
}

fn press_save(replica: &Replica, key: &Key, session: SessionId, at: i64) -> Saved {
    let heads = replica.view(key).map(|view| view.heads.clone()).unwrap_or_default();
    let field = |field: &'static str| (Name::known(field), Value::Int(at));
    let draft = Draft { set: [field("name"), field("area")].into(), at, by: "x".into() };
    Saved { key: key.clone(), save: stage(replica.record(key), &heads, session, draft) }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn every_save_is_said_to_come_from_the_file_that_brought_it(steps in prop::collection::vec(step(), 1..60)) {
        let mut world = World::new();
        for step in &steps {
            world.play(step);
        }
        let logs = imports::all(&world.here);
        prop_assert_eq!(logs.len(), world.logs, "an import that brings nothing leaves no log");
        let saves = world.here.saves_of(world.here.keys()).filter(|saved| !is_import(&saved.key));
        for saved in saves {
            let (id, dot, at) = name_of(&saved);
            let said = brought(&logs, id, dot, at).map(|(import, is_certain)| (import.file.digest.clone(), is_certain));
            let truth = world.truth[&(id, dot, at)].clone().map(|digest| (digest, true));
            prop_assert_eq!(said, truth, "{:?} of {}", dot, id);
        }
    }

    #[test]
    fn logs_stay_at_home(steps in prop::collection::vec(step(), 1..30)) {
        let mut world = World::new();
        for step in &steps {
            world.play(step);
        }
        let saves = world.here.saves_of(world.here.keys()).filter(|saved| !is_import(&saved.key));
        let without = replica(saves);
        let outgoing = Outgoing { by: "甲", ..Outgoing::default() };
        let text = exchange::write(&world.here, &outgoing);
        prop_assert_eq!(&text, &exchange::write(&without, &outgoing), "the file is that of one who imported nothing");
        let file = exchange::read(text.as_bytes()).expect("what is written can be read");
        prop_assert!(world.here.news(file.saves()).is_empty());
        let since = Manifest::of(&file);
        let news = exchange::write(&world.here, &Outgoing { since: Some(&since), ..outgoing });
        let news = exchange::read(news.as_bytes()).expect("what is written can be read");
        prop_assert_eq!(news.lines.len(), 0, "to import is nothing new for others");
    }
}
