//! Two tabs of one browser on the same records: both see everything, neither overwrites the other.

use std::collections::BTreeSet;

use sanyou_journeys::pages::record::Form;
use sanyou_journeys::{Outcome, journey};

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
