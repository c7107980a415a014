//! The homes at start-up: one hostile entry changes nothing of what stands beside it, and is never lost itself.

use std::collections::BTreeMap;
use std::pin::pin;
use std::sync::OnceLock;
use std::task::{Context, Poll, Waker};

use sanyou::model::{Name, RecordId, SessionId, Value};
use sanyou::replica::{Dot, Key, Save, Saved};
use sanyou::store::memory::MemoryHome;
use sanyou::store::{Found, PREFIX, Store, Workspace, entry, pack};
use sha2::{Digest, Sha256};

use crate::{Outcome, check_taken, has_drops, lines, replica};

const WORKSPACE: &str = "own";
/// The journal entry that a hostile one may stand over.
const OVER: u32 = 1;

type Content = BTreeMap<String, String>;
type Tab = Store<MemoryHome, MemoryHome>;

/// An entry that no program wrote.
struct Hostile {
    key: String,
    text: String,
    in_local: bool,
    in_durable: bool,
}

impl Hostile {
    /// Reads a plan: the first byte says what is right about the entry, where it stands, and under which key. What a
    /// manifest says it stands for is the first line of the rest.
    fn read(bytes: &[u8]) -> Option<Self> {
        let (&plan, rest) = bytes.split_first()?;
        let rest = std::str::from_utf8(rest).ok()?;
        let journal = |session: u8, place: u32| format!("{PREFIX}{WORKSPACE}/j/{}/{place:08}", self::session(session));
        let key = match plan >> 4 {
            8 => format!("{PREFIX}{WORKSPACE}/m/00000001-{}", session(b'z')),
            9 => format!("{PREFIX}{WORKSPACE}/m/00000001-{}", session(b'h')),
            10 => format!("{PREFIX}{WORKSPACE}/m/00000009-{}", session(b'h')),
            11 => format!("{PREFIX}{WORKSPACE}/m/{}-{}", u32::MAX, session(b'h')),
            12.. => format!("{PREFIX}{WORKSPACE}/s/0/{}-1", session(b'z')),
            0 => format!("{PREFIX}{WORKSPACE}/of-a-later-version"),
            1 => format!("{PREFIX}w/{WORKSPACE}"),
            // Printable plans from here on: a found input is text.
            2 => journal(b'a', OVER),
            3 => journal(b'a', IN_JOURNAL),
            4 => journal(b'a', u32::MAX),
            5 => journal(b'h', 0),
            6 => format!("{PREFIX}{WORKSPACE}/s/3/{}-1", session(b'h')),
            _ => format!("{PREFIX}{WORKSPACE}/s/99/{}-1", session(b'h')),
        };
        let text = match plan & 3 {
            _ if is_manifest(&key) && plan & 3 != 0 => {
                let (covers, body) = rest.split_once('\n').unwrap_or(("", rest));
                standing(&key, covers, body.trim())
            }
            0 => rest.to_owned(),
            1 => plain(&key, rest.trim()),
            2 => packed(&key, rest),
            _ => plain(&key, &lines::around(rest)),
        };
        let (in_local, in_durable) = ((plan >> 2) & 3 != 1, (plan >> 2) & 3 != 0);
        Some(Self { key, text, in_local, in_durable })
    }

    /// What stands good beside it.
    fn beside(&self) -> Vec<Saved> {
        // What stood under the key that the hostile one took in both homes is gone.
        let under = good_content().get(&self.key).filter(|_| self.in_local && self.in_durable);
        let over = under.and_then(|text| entry::read(&self.key, text)).unwrap_or_default();
        let is_lost =
            |saved: &Saved| over.iter().any(|lost| (&lost.key, lost.save.dot) == (&saved.key, saved.save.dot));
        (0..GOOD).map(good).filter(|saved| !is_lost(saved)).collect()
    }
}

/// Checks a start-up, a second one, and a compaction with a hostile entry in the homes.
pub fn check(bytes: &[u8]) -> Outcome {
    let Some(hostile) = &Hostile::read(bytes) else { return Outcome::Refused };
    let [local, durable] = [(); 2].map(|()| MemoryHome::default());
    for (home, is_in) in [(&local, hostile.in_local), (&durable, hostile.in_durable)] {
        let mut content = good_content().clone();
        if is_in {
            content.insert(hostile.key.clone(), hostile.text.clone());
        }
        *home.content.borrow_mut() = content;
    }
    let tab = |letter| Tab::new(Some(local.clone()), Some(durable.clone()), session(letter));
    let workspaces = ready(tab(b'r').workspaces()).expect("homes in memory can be read");
    assert!(workspaces.iter().any(|workspace| workspace.id == WORKSPACE));
    let first = read(&tab(b'r'), hostile);
    let second = read(&tab(b's'), hostile);
    assert_eq!(canonical(&second), canonical(&first));
    assert_eq!((&second.damaged, &second.lost, &second.gaps), (&first.damaged, &first.lost, &first.gaps));
    // A program compacts what it has read.
    let compacting = tab(b't');
    read(&compacting, hostile);
    ready(compacting.compact(WORKSPACE)).expect("homes in memory have room");
    let third = read(&tab(b'u'), hostile);
    assert_eq!(canonical(&third), canonical(&first), "a compaction loses nothing");
    assert_eq!(third.damaged, first.damaged);
    assert!(third.saves_missing() >= first.saves_missing(), "a compaction forgets no loss");
    ready(tab(b'v').accept_losses(WORKSPACE)).expect("homes in memory have room");
    let accepted = ready(tab(b'w').read(WORKSPACE)).expect("homes in memory can be read");
    assert!(accepted.is_whole(), "what was accepted is not told again");
    assert_eq!(canonical(&accepted), canonical(&first), "accepting a loss loses nothing else");
    entry::read(&hostile.key, &hostile.text).map_or(Outcome::Refused, |saves| Outcome::Taken(saves.len()))
}

fn read(tab: &Tab, hostile: &Hostile) -> Found {
    let found = ready(tab.read(WORKSPACE)).expect("homes in memory can be read");
    let held = check_taken(&found.saves);
    if !has_drops(&found.saves) {
        assert_eq!(held.news(hostile.beside()), Vec::new(), "good entries are read");
    }
    let is_content = hostile.key.starts_with(&format!("{PREFIX}{WORKSPACE}/"));
    if is_manifest(&hostile.key) {
        let is_set_aside = found.damaged.iter().any(|(key, text)| (key, text) == (&hostile.key, &hostile.text));
        let is_opened = entry::open(&hostile.key, &hostile.text).is_some();
        let is_healed = hostile.key.contains(&session(b'z').to_string()) && !(hostile.in_local && hostile.in_durable);
        assert!(is_set_aside || is_opened || is_healed, "what is no manifest is set aside");
        return found;
    }
    match entry::read(&hostile.key, &hostile.text) {
        Some(saves) if is_content => assert_eq!(held.news(saves), Vec::new(), "what can be read is read"),
        _ => {
            let is_over = hostile.key == journal_key(OVER) || hostile.key.contains("/s/0/");
            let has_good = is_over && !(hostile.in_local && hostile.in_durable);
            let reported = found.damaged.iter().any(|(key, text)| (key, text) == (&hostile.key, &hostile.text));
            assert_eq!(reported, is_content && !has_good, "what cannot be read nor mended is set aside");
        }
    }
    found
}

fn canonical(found: &Found) -> String {
    replica(&found.saves).canonical()
}

/// How many good saves there are: one an entry of one session, the rest in a snapshot.
const GOOD: u32 = 6;
const IN_JOURNAL: u32 = 3;

/// A good save; those of one record come after each other.
fn good(number: u32) -> Saved {
    let key = Key { id: RecordId { session: session(b'a'), counter: number % 2 }, kind: Name::known("unit") };
    let dot = Dot { height: 1, session: session(b'a' + u8::try_from(number).expect("there are few")) };
    let set = [(Name::known("name"), Some(Value::text(&format!("第{number}次"))))].into();
    Saved { key, save: Save { dot, after: Vec::new(), set, at: 0, by: "张三".into() } }
}

fn journal_key(number: u32) -> String {
    format!("{PREFIX}{WORKSPACE}/j/{}/{number:08}", session(b'a'))
}

/// What both homes hold: a snapshot of some saves, and the others in the journal.
fn good_content() -> &'static Content {
    static CONTENT: OnceLock<Content> = OnceLock::new();
    CONTENT.get_or_init(|| {
        let home = MemoryHome::default();
        let tab = |letter| Tab::new(Some(home.clone()), Some(home.clone()), session(letter));
        let append = |tab: &Tab, number| ready(tab.append(WORKSPACE, vec![good(number)])).expect("there is room");
        let earlier = tab(b'z');
        ready(earlier.create(&Workspace { id: WORKSPACE.to_owned(), sample: None })).expect("there is room");
        (IN_JOURNAL..GOOD).for_each(|number| drop(append(&earlier, number)));
        ready(earlier.compact(WORKSPACE)).expect("there is room");
        let later = tab(b'a');
        (0..IN_JOURNAL).for_each(|number| drop(append(&later, number)));
        let content = home.content.borrow().clone();
        assert!((0..IN_JOURNAL).all(|number| content.contains_key(&journal_key(number))));
        content
    })
}

fn session(letter: u8) -> SessionId {
    SessionId::from_bytes([letter; SessionId::BYTES])
}

fn is_manifest(key: &str) -> bool {
    key.starts_with(&format!("{PREFIX}{WORKSPACE}/m/"))
}

/// A manifest's text: what it stands for, and its body.
fn standing(key: &str, covers: &str, body: &str) -> String {
    let quoted = serde_json::Value::from(covers);
    let digest = sum_of(&format!("{key}\n{:016x} {covers}\n{body}", 0));
    let head = format!("\"length\":{},\"sum\":\"{digest}\",\"before\":\"{:016x}\"", body.len(), 0);
    format!("{{{head},\"covers\":{quoted},\"plain\":{body}}}")
}

/// The first eight bytes of SHA-256 over key, predecessor and body, as an entry names it.
fn sum(key: &str, body: &str) -> String {
    sum_of(&format!("{key}\n{:016x}\n{body}", 0))
}

fn sum_of(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

fn around(key: &str, body: &str, member: &str) -> String {
    format!("{{\"length\":{},\"sum\":\"{}\",\"before\":\"{:016x}\",{member}}}", body.len(), sum(key, body), 0)
}

fn plain(key: &str, body: &str) -> String {
    around(key, body, &format!("\"plain\":{body}"))
}

fn packed(key: &str, body: &str) -> String {
    around(key, body, &format!("\"packed\":\"{}\"", pack::pack(body)))
}

/// What a future gives that never waits.
fn ready<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("homes in memory make nobody wait"),
    }
}
