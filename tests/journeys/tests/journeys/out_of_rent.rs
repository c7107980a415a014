//! Out of rent: a rented office whose lease is over, a reserved space that is built, an office of one's own; the share of
//! rented offices drops, and the history keeps the lease.

use sanyou_journeys::{Device, Outcome, journey};

#[tokio::test]
async fn out_of_rent() -> Outcome {
    journey("out_of_rent", 1, async |stage| {
        let clerk = stage.device("clerk").await?;
        clerk.found_unit("梧桐里社区").await?;
        let lease = [("lease", "2020-01-01"), ("lease-to", "2020-12-31"), ("landlord", "纺织厂")];
        let fields = [("name", "租来的办公室"), ("facility", "office"), ("tenure", "rented"), ("area", "80")];
        let fields: Vec<_> = fields.into_iter().chain(lease).collect();
        let rented = clerk.enter("place", "", &fields).await?;
        let figures = clerk.overview().await?.figures().await?;
        assert_eq!([figures.renting.as_str(), figures.renting_of.as_str()], ["1", "/ 1 个社区租房办公"]);
        clerk.until_text("#rented", "that the lease is over", |text| text.contains("租约已于 2020-12-31 到期")).await?;

        let own = builds(&clerk, &rented).await?;
        let overview = clerk.overview().await?;
        assert_eq!(overview.figures().await?.renting, "0");
        clerk.until_text("#rented", "that none is rented", |text| text.contains("没有租用的办公用房")).await?;
        overview.open("renting").await?.until_rows(0).await?;

        keeps_the_lease(&clerk, &rented).await?;
        shares_its_own(&clerk, &own).await
    })
    .await
}

/// The project is approved, built and becomes an office; gives that.
async fn builds(clerk: &Device, rented: &str) -> Outcome<String> {
    let fields = [("name", "预留用房"), ("way", "reserved"), ("area", "350")];
    clerk.enter("building_project", &format!("replaces={rented}"), &fields).await?;
    clerk.take("approve", &[("document", "规划〔2020〕5号")]).await?;
    clerk.take("begin", &[]).await?;
    let said = clerk.refused("finish", &[("place_name", "自有办公室")]).await?;
    assert!(said.contains("必填"), "the tenure is to be said: {said}");
    let answers = [("place_name", "自有办公室"), ("day", "2021-03-01"), ("tenure", "owned")];
    let made = clerk.take("finish", &answers).await?;
    assert_eq!(made.len(), 1, "the project became one office: {made:?}");
    clerk.until_fact("state", "已建成").await?;
    clerk.until_fact("place", "自有办公室").await?;
    Ok(made[0].clone())
}

async fn keeps_the_lease(clerk: &Device, rented: &str) -> Outcome {
    let form = clerk.record("place", rented).await?;
    assert_eq!(form.value("lease").await?, "2020-01-01", "the lease stays in the record");
    assert_eq!(form.value("lease-to").await?, "2020-12-31");
    assert_eq!(form.value("tenure").await?, "rented");
    assert_eq!(form.value("closed").await?, "2021-03-01", "it is closed on the day the new one opened");
    Ok(())
}

/// Another tenure from a day on: it holds today, and the form says since when.
async fn shares_its_own(clerk: &Device, own: &str) -> Outcome {
    let form = clerk.record("place", own).await?;
    form.until_value("tenure", "owned").await?;
    clerk.take("change_tenure", &[("new_tenure", "shared"), ("day", "2022-01-01")]).await?;
    form.until_value("tenure", "shared").await?;
    clerk.until_text(".dated li span", "since when", |text| text == "2022-01-01 起：共用").await?;
    Ok(())
}
