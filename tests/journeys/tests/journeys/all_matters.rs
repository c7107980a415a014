//! What merging cannot decide, of every kind in one list: a move against a move, a deletion against an edit, units above
//! each other, fields that were right on each device and do not go together. Each is settled there, and what was decided
//! travels.

use sanyou_journeys::variant::{VARIANTS, Variant};
use sanyou_journeys::{Device, Edit, Found, Outcome, journey};

struct Town {
    city: String,
    street: String,
    east: String,
    west: String,
    mover: String,
    leaver: String,
}

#[tokio::test]
async fn all_matters() -> Outcome {
    journey("all_matters", 2, async |stage| {
        let clerk = stage.device("clerk").await?;
        clerk.sign("甲").await?;
        let town = found(&clerk).await?;
        let other = stage.device("other").await?;
        other.sign("乙").await?;
        let start = clerk.files().await?.export().await?;
        other.files().await?.import(&start.path).await?;
        other.until_saved().await?;
        differ(&clerk, &other, &town).await?;

        let theirs = other.files().await?.export().await?;
        clerk.files().await?.import(&theirs.path).await?;
        clerk.conflicts().await?;
        until_matters(&clerk, &["broken", "circle", "conflict", "contested"]).await?;
        for variant in (0..VARIANTS).map(Variant::nth) {
            clerk.wear(variant).await?;
            clerk.is_sound().await?;
        }
        clerk.wear(Variant::nth(0)).await?;
        settle(&clerk, &town).await?;
        clerk.list("unit").await?.until_rows(4).await?;

        // The decisions are saves: who takes them has nothing to settle.
        let decided = clerk.files().await?.export().await?;
        other.files().await?.import(&decided.path).await?;
        other.conflicts().await?;
        until_matters(&other, &[]).await?;
        other.record("worker", &town.leaver).await?;
        Ok(())
    })
    .await
}

async fn found(clerk: &Device) -> Outcome<Town> {
    let city = clerk.found_unit("三化市").await?;
    let street = clerk.enter("unit", "", &[("name", "三化街道"), ("level", "community"), ("parent", &city)]).await?;
    let east = clerk.enter("unit", "", &[("name", "东里社区"), ("level", "community")]).await?;
    let west = clerk.enter("unit", "", &[("name", "西里社区"), ("level", "community")]).await?;
    let mover = clerk.enter("worker", &format!("unit={street}"), &[("name", "柳一")]).await?;
    let leaver = clerk.enter("worker", &format!("unit={street}"), &[("name", "赵六")]).await?;
    clerk.until_saved().await?;
    Ok(Town { city, street, east, west, mover, leaver })
}

/// On each device all is well by itself.
async fn differ(clerk: &Device, other: &Device, town: &Town) -> Outcome {
    let unit = |id: &str| format!("#/own/unit/{id}");
    let worker = |id: &str| format!("#/own/worker/{id}");
    clerk
        .make(&[
            Edit::of(&unit(&town.street), &[("level", "street")]),
            Edit::of(&unit(&town.east), &[("parent", &town.west)]),
            Edit::of(&worker(&town.mover), &[("unit", &town.east)]),
            Edit::of(&worker(&town.leaver), &[("name", "赵小六")]),
        ])
        .await?;
    other
        .make(&[
            Edit::of(&unit(&town.street), &[("parent", "")]),
            Edit::of(&unit(&town.west), &[("parent", &town.east)]),
            Edit::of(&worker(&town.mover), &[("unit", &town.west)]),
        ])
        .await?;
    other.record("worker", &town.leaver).await?.delete().await?;
    clerk.until_saved().await?;
    other.until_saved().await?;
    Ok(())
}

async fn until_matters(device: &Device, wanted: &[&str]) -> Found {
    device
        .until("the matters to settle", async || {
            let mut matters = device.attributes("#settle .matter", "data-matter").await?;
            matters.sort();
            Ok(if matters == wanted { Ok(()) } else { Err(format!("{matters:?}")) })
        })
        .await
}

async fn settle(clerk: &Device, town: &Town) -> Outcome {
    let conflicts = clerk.conflicts().await?;
    let moved = clerk.text("[data-matter='conflict'] h2").await?;
    assert!(moved.contains("柳一") && moved.contains("被移到不同的地方"), "{moved}");
    conflicts.settle("unit", "东里社区").await?;
    conflicts.keep().await?;
    until_matters(clerk, &["broken", "circle"]).await?;

    // One of the two units gets no unit above it.
    clerk.press("[data-matter='circle'] .write").await?;
    clerk.choose("#third-parent", "").await?;
    clerk.press("#third-save").await?;
    until_matters(clerk, &["broken"]).await?;

    // A street needs a unit above it.
    let said = clerk.text("[data-matter='broken'] .sides p").await?;
    assert!(said.contains("上级单位"), "{said}");
    clerk.press("[data-matter='broken'] .write").await?;
    clerk.choose("#third-parent", &town.city).await?;
    clerk.press("#third-save").await?;
    until_matters(clerk, &[]).await?;
    clerk.until_saved().await?;
    Ok(())
}
