//! Two tabs of one browser on the same records: both see everything, neither overwrites the other.

use std::collections::BTreeSet;

use sanyou_journeys::pages::record::Form;
use sanyou_journeys::{Edit, Outcome, journey, setting};

/// How many records each tab adds.
const ADDED: usize = 20;

#[tokio::test]
async fn two_tabs() -> Outcome {
    journey("two_tabs", 1, async |stage| {
        let device = stage.device("clerk").await?;
        let unit = device.found_unit("梧桐里社区").await?;
        let tabs = device.second_tab().await?;

        device.turn_to(&tabs[1]).await?;
        let workers = device.list("worker").await?;
        workers.until_rows(0).await?;
        device.turn_to(&tabs[0]).await?;
        device.go(&format!("#/own/worker/new?unit={unit}")).await?;
        let form = Form::shown(&device).await?;
        form.type_into("name", "同步一").await?;
        form.save().await?;
        device.turn_to(&tabs[1]).await?;
        workers.until_named("同步一").await?;
        device.turn_to(&tabs[0]).await?;
        form.type_into("name", "同步二").await?;
        form.save().await?;
        device.turn_to(&tabs[1]).await?;
        let shown = workers.open("同步二").await?;
        device.turn_to(&tabs[0]).await?;
        form.type_into("note", "另一标签页的备注").await?;
        form.save().await?;
        device.turn_to(&tabs[1]).await?;
        shown.until_value("note", "另一标签页的备注").await?;

        for round in 0..ADDED {
            for (place, tab) in tabs.iter().enumerate() {
                device.turn_to(tab).await?;
                device.go(&format!("#/own/worker/new?unit={unit}")).await?;
                Form::shown(&device).await?.type_into("name", &format!("工作人员{place}{round:02}")).await?;
            }
            // Both press "save" before either waits, so that the saves overlap.
            for tab in &tabs {
                device.turn_to(tab).await?;
                Form::shown(&device).await?.press_save().await?;
            }
            for tab in &tabs {
                device.turn_to(tab).await?;
                Form::shown(&device).await?.until_saved().await?;
            }
        }

        let expected: BTreeSet<String> =
            (0..2).flat_map(|place| (0..ADDED).map(move |round| format!("工作人员{place}{round:02}"))).collect();
        for tab in &tabs {
            device.turn_to(tab).await?;
            device.reload().await?;
            let workers = device.list("worker").await?;
            workers.until_rows(2 * ADDED + 1).await?;
            let names: BTreeSet<String> = workers.names().await?.into_iter().collect();
            assert!(names.is_superset(&expected), "missing: {:?}", expected.difference(&names));
        }
        Ok(())
    })
    .await
}

/// Both tabs edit the same field of a record whose form both had opened: neither value is lost, and what one of them
/// settles is settled in the other.
#[tokio::test]
async fn two_tabs_one_field() -> Outcome {
    journey("two_tabs_one_field", 1, async |stage| {
        let device = stage.device("clerk").await?;
        let unit = device.found_unit("梧桐里社区").await?;
        let tabs = device.differ_in_name().await?;
        for tab in &tabs {
            device.turn_to(tab).await?;
            let conflicts = device.conflicts().await?;
            assert_eq!(conflicts.fields().await?, ["name"]);
            assert_eq!(conflicts.sides("name").await?, ["梧桐东里社区", "梧桐西里社区"]);
        }
        device.turn_to(&tabs[0]).await?;
        device.go(&format!("#/own/unit/{unit}")).await?;
        let form = Form::shown(&device).await?;
        form.settle("梧桐东里社区").await?;
        form.save().await?;
        for tab in &tabs {
            device.turn_to(tab).await?;
            device.conflicts().await?.until_none().await?;
            device.list("unit").await?.until_named("梧桐东里社区").await?;
        }
        Ok(())
    })
    .await
}

/// One tab deletes a record that the other is editing: the edit is not lost, and a person decides.
#[tokio::test]
async fn two_tabs_delete_and_edit() -> Outcome {
    journey("two_tabs_delete_and_edit", 1, async |stage| {
        let device = stage.device("clerk").await?;
        let unit = device.found_unit("梧桐里社区").await?;
        let place = device.address_now().await?;
        let tabs = device.second_tab().await?;
        Form::shown(&device).await?.type_into("households", "1234").await?;
        device.turn_to(&tabs[0]).await?;
        Form::shown(&device).await?.delete().await?;
        device.turn_to(&tabs[1]).await?;
        Form::shown(&device).await?.save().await?;

        device.turn_to(&tabs[0]).await?;
        let conflicts = device.conflicts().await?;
        assert_eq!(conflicts.count().await?, 1, "the deletion and the edit stand against each other");
        conflicts.keep().await?;
        conflicts.until_none().await?;
        for tab in &tabs {
            device.turn_to(tab).await?;
            device.go(&place).await?;
            device.reload().await?;
            assert_eq!(Form::shown(&device).await?.value("households").await?, "1234", "the edit of {unit} is there");
        }
        Ok(())
    })
    .await
}

/// Two tabs save as fast as they can, in step, so that every save of one overlaps a save of the other: new records, each
/// tab's own record, and one record of both, in different fields and in the same. Every value is one of its kind.
#[tokio::test]
async fn two_tabs_interleaved() -> Outcome {
    journey("two_tabs_interleaved", 1, async |stage| {
        let rounds = if setting::is_deep() { 1000 } else { 100 };
        let device = stage.device("clerk").await?;
        let unit = device.found_unit("梧桐里社区").await?;
        let tabs = device.second_tab().await?;
        let mut plans = Vec::new();
        for (place, tab) in tabs.iter().enumerate() {
            device.turn_to(tab).await?;
            device.make(&[Edit::of(&new_worker(&unit), &[("name", OWN_NAMES[place])])]).await?;
            let own = device.address_now().await?;
            plans.push((0..rounds).map(|round| interleaved(place, round, &unit, &own)).collect::<Vec<_>>());
        }
        for tab in &tabs {
            device.turn_to(tab).await?;
            device.take_up().await?;
        }
        for (tab, plan) in tabs.iter().zip(&plans) {
            device.turn_to(tab).await?;
            device.begin(plan, true).await?;
        }
        let workers = 2 + 2 * rounds.div_ceil(EDIT_KINDS);
        for tab in &tabs {
            device.turn_to(tab).await?;
            device.until_shown(rounds).await?;
        }
        for tab in &tabs {
            device.turn_to(tab).await?;
            // What the other tab saved is there without a reload.
            device.list("worker").await?.until_all(workers).await?;
        }

        device.close_for_new(&tabs).await?;
        for is_again in [false, true] {
            if is_again {
                // What was read at the first start has been packed into snapshots by now.
                device.until_mended().await?;
                device.reload().await?;
            }
            device.is_sound().await?;
            let export = device.files().await?.export().await?;
            for field in ["name", "note", "households", "residents"] {
                let held = export.values_ever(field);
                let entered = plans.iter().flatten().flat_map(|edit| &edit.fields).filter(|(name, _)| name == field);
                let lost: Vec<_> = entered.filter(|(_, value)| !held.contains(value)).collect();
                assert!(lost.is_empty(), "shown as saved and lost: {lost:?}; again: {is_again}");
            }
            assert_eq!(export.saves(), 2 * rounds + 3, "every save is there once; again: {is_again}");
            let conflicts = device.conflicts().await?;
            assert_eq!((conflicts.count().await?, conflicts.fields().await?), (1, vec!["note".to_owned()]));
        }
        Ok(())
    })
    .await
}

const OWN_NAMES: [&str; 2] = ["甲", "乙"];

/// After so many rounds the edits are of the same kind again.
const EDIT_KINDS: usize = 4;

fn new_worker(unit: &str) -> String {
    format!("#/own/worker/new?unit={unit}")
}

/// What a tab does in a round; `own` is the address of its own record.
fn interleaved(tab: usize, round: usize, unit: &str, own: &str) -> Edit {
    let value = format!("{}{round:04}", OWN_NAMES[tab]);
    let both = format!("#/own/unit/{unit}");
    match round % EDIT_KINDS {
        0 => Edit::of(&new_worker(unit), &[("name", &value)]),
        1 => Edit::of(own, &[("note", &value)]),
        2 => Edit::of(&both, &[(["households", "residents"][tab], &format!("{}", 100_000 + round))]),
        _ => Edit::of(&both, &[("note", &value)]),
    }
}
