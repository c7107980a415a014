//! Records that users say are the same thing, and files of news since another file.

use std::collections::BTreeMap;

use sanyou::exchange::sequence::{Place, Sighting};
use sanyou::exchange::{Incoming, Manifest, Number};
use sanyou::model::{Name, Value};
use sanyou::replica::definition::{Definition, Seen};
use sanyou::replica::drops::is_drop;
use sanyou::replica::joins::{Joins, SAME, join};
use sanyou::replica::save::Draft;
use sanyou::replica::{DELETED, Ghost, Key, Replica, Save, Saved, View, stage};

use crate::device::Sent;
use crate::failure::{Failure, Invariant, ensure};
use crate::files;
use crate::random::Random;
use crate::step::Act;
use crate::tally::Event;
use crate::world::{Here, World};

/// Joins that a device holds before its users make no more.
const JOINS_MAX: usize = 4;
/// Numbered files in a row of which only the first holds everything.
const NEWS_MAX: usize = 5;
/// Saves of records that are compared with the definition, which is slow on purpose.
const DEFINED_SAVES_MAX: usize = 24;

impl World {
    /// A user's act on records that are the same thing.
    ///
    /// # Errors
    /// The law that is broken.
    pub fn use_joins(&mut self, act: Act, here: Here, random: &mut Random) -> Result<(), Failure> {
        let is_join = |key: &Key| key.kind.as_str() == SAME;
        let here = self.elsewhere(here, random, |device, tab| match act {
            Act::Join => device.tabs[tab].replica.len() > 1,
            _ => device.tabs[tab].replica.iter().any(|(key, _, view)| is_join(key) && view.is_present()),
        });
        self.catch_up(here)?;
        let joins = self.replica(here).iter().filter(|(key, _, view)| is_join(key) && view.is_present());
        let joins: Vec<Key> = joins.map(|(key, ..)| key.clone()).collect();
        match act {
            Act::Join if joins.len() < JOINS_MAX => self.join(here, random),
            Act::EditJoined => self.edit_joined(here, random),
            Act::Unjoin => {
                let Some(key) = random.pick(&joins) else { return Ok(()) };
                self.say(here, || format!("takes {key:?} apart"));
                let end = BTreeMap::from([(Name::known(DELETED), Value::Bool(true))]);
                let is_done = self.save_upon(here, key, end, random)?;
                self.tally.add_all(Event::Unjoined, usize::from(is_done));
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn join(&mut self, here: Here, random: &mut Random) -> Result<(), Failure> {
        let Some(one) = self.some_key(here, random, View::is_present) else { return Ok(()) };
        let Some(other) = self.some_key(here, random, View::is_present) else { return Ok(()) };
        if one == other || one.kind != other.kind {
            return Ok(());
        }
        let key = self.fresh_key(here, SAME);
        self.say(here, || format!("joins {one:?} and {other:?}"));
        if self.save_upon(here, &key, join(one.id, other.id), random)? {
            self.tally.add(Event::Joined);
            let groups = Joins::of(self.replica(here));
            let is_one = groups.group(&one).is_some_and(|group| group.contains(&other));
            ensure(is_one, Invariant::JoinedAsOne, || format!("{one:?} and {other:?} are joined and not one"))?;
        }
        Ok(())
    }

    /// Saves upon all that is seen of a group; it goes to the first of the group.
    fn edit_joined(&mut self, here: Here, random: &mut Random) -> Result<(), Failure> {
        let groups: Vec<Vec<Key>> = Joins::of(self.replica(here)).groups().map(<[Key]>::to_vec).collect();
        let Some(group) = random.pick(&groups) else { return Ok(()) };
        let replica = self.replica(here);
        let seen = replica.joined_view(group);
        check_joined(replica, group, &seen)?;
        if seen.heads.is_empty() {
            return Ok(());
        }
        let field = ["name", "note", "x.of-a-later-version", DELETED][random.below(4)];
        let value = if field == DELETED { Value::Bool(random.percent(50)) } else { Value::text("己") };
        let draft =
            Draft { set: [(Name::known(field), value.clone())].into(), at: self.clock(here), by: "钱七".into() };
        let records = group.iter().filter_map(|key| replica.record(key));
        let session = self.devices[here.device].tabs[here.tab].session;
        let save = stage(records, &seen.heads, session, draft);
        group.iter().for_each(|key| self.ledger.taint(key));
        self.say(here, || format!("edits {group:?} as one: {save:?}"));
        if !self.commit(here, vec![Saved { key: group[0].clone(), save }], random)? {
            return Ok(());
        }
        self.tally.add(Event::JoinedEdit);
        let after = self.replica(here).joined_view(group);
        check_joined(self.replica(here), group, &after)?;
        check_settled_as_one(group, &after, field, &value)
    }

    /// Sends a numbered file: everything, or what is new since the last.
    ///
    /// # Errors
    /// The law that is broken.
    pub fn send_news(&mut self, here: Here, random: &mut Random) -> Result<(), Failure> {
        let at = self.clock(here);
        let sent = self.devices[here.device].sent.take().filter(|sent| sent.files.len() < NEWS_MAX);
        let mut sent = match sent {
            Some(sent) if random.percent(85) => self.news_since(here, sent, at)?,
            _ => self.full_file(here, random, at)?,
        };
        let bytes = sent.files.last().cloned().unwrap_or_default();
        sent.number.base = Some(sent.manifest.digest.clone());
        sent.number.number += 1;
        self.devices[here.device].sent = Some(sent);
        self.send(here, bytes, random);
        Ok(())
    }

    fn full_file(&self, here: Here, random: &mut Random, at: i64) -> Result<Sent, Failure> {
        let number = Number { series: random.session(), number: 1, base: None };
        let bytes = files::write_numbered(self.replica(here), at, &number, None);
        let incoming = opened(&bytes)?;
        let manifest = Manifest::of(&incoming);
        let is_kept = Manifest::from_json(&manifest.to_json()).as_ref() == Some(&manifest);
        ensure(is_kept, Invariant::NewsWhole, || "a manifest is not read back".to_owned())?;
        let seen = Sighting::of(&incoming.header).into_iter().collect();
        Ok(Sent { files: vec![bytes], manifest, seen, number })
    }

    fn news_since(&mut self, here: Here, mut sent: Sent, at: i64) -> Result<Sent, Failure> {
        self.tally.add(Event::NewsSent);
        let replica = self.replica(here);
        let news = files::write_numbered(replica, at, &sent.number, Some(&sent.manifest));
        let incoming = opened(&news)?;
        let own = Sighting::of(&incoming.header);
        let own = own.ok_or_else(|| Failure::new(Invariant::NewsWhole, "a numbered file has no place"))?;
        check_place(&own, &sent.seen)?;
        sent.seen.push(own);
        sent.manifest = Manifest::of(&incoming).over(&sent.manifest);
        sent.files.push(news);
        check_news(&sent.files, replica)?;
        Ok(sent)
    }
}

fn opened(bytes: &[u8]) -> Result<Incoming, Failure> {
    files::open(bytes).map_err(|error| Failure::new(Invariant::GoodTaken, format!("a numbered file: {error:?}")))
}

/// Fails when the next file of a series is not found to be that, or is not missed where the one before it is.
///
/// # Errors
/// With the place that was found.
pub fn check_place(own: &Sighting, seen: &[Sighting]) -> Result<(), Failure> {
    let place = own.place(seen);
    let is_next = place == Place::Next && own.stands_upon(seen);
    ensure(is_next, Invariant::NewsWhole, || format!("the next file of a series is {place:?}"))?;
    let Some((last, earlier)) = seen.split_last() else { return Ok(()) };
    let (number, gap) = (last.number.number, own.place(earlier));
    let is_missed = gap == Place::Gap { missing: number..=number } && !own.stands_upon(earlier);
    ensure(is_missed, Invariant::NewsWhole, || format!("without the file before it, it is {gap:?}"))
}

/// Fails when a full file and the news since it lack something that a replica hands out.
///
/// # Errors
/// With what they lack.
pub fn check_news(sent: &[Vec<u8>], replica: &Replica) -> Result<(), Failure> {
    let mut held = Replica::new();
    for bytes in sent {
        held.unite(&opened(bytes)?.lines);
    }
    let lacks = held.news(opened(&files::write(replica, &[], 0))?.saves());
    ensure(lacks.is_empty(), Invariant::NewsWhole, || format!("a file and the news since it lack {lacks:?}"))
}

/// Fails when records that are read as one are not read as the definition says.
///
/// # Errors
/// With both.
pub fn check_joined(replica: &Replica, group: &[Key], seen: &View) -> Result<(), Failure> {
    let lists: Vec<(Key, Vec<Save>)> =
        group.iter().filter_map(|key| Some((key.clone(), replica.record(key)?.saves().collect()))).collect();
    if lists.iter().map(|(_, saves)| saves.len()).sum::<usize>() > DEFINED_SAVES_MAX {
        return Ok(());
    }
    let mut ghosts: BTreeMap<(usize, sanyou::replica::Dot), Ghost> = BTreeMap::new();
    for (place, (key, _)) in lists.iter().enumerate().filter(|(_, (key, _))| !is_drop(key)) {
        let of_record = replica.drops().ghosts(&key.id).into_iter().flatten();
        ghosts.extend(of_record.map(|(dot, ghost)| ((place, *dot), *ghost)));
    }
    let records: Vec<_> = lists.iter().map(|(key, saves)| (key.id, saves.as_slice())).collect();
    let defined = Definition::joined(&records, ghosts).seen();
    let seen = Seen::shown(seen);
    ensure(seen == defined, Invariant::JoinedAsOne, || format!("{group:?}: seen {seen:?}\ndefined {defined:?}"))
}

/// Fails when a save upon all that is seen of a group does not settle the field it sets.
fn check_settled_as_one(group: &[Key], after: &View, field: &str, value: &Value) -> Result<(), Failure> {
    let is_alone = after.fields.get(field).is_some_and(|field| field.newest.len() == 1);
    let is_set = after.value(field) == Some(value);
    ensure(is_alone && is_set && after.heads.len() == 1, Invariant::JoinedAsOne, || {
        format!("{group:?}: {field} was set to {value:?}: {after:?}")
    })
}
