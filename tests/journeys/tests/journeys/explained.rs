//! What a number is made of: from the rented share of the sample city to its seven communities and their offices, units
//! compared, spans chosen.

use sanyou_journeys::{Outcome, journey};

#[tokio::test]
async fn explained() -> Outcome {
    journey("explained", 1, async |stage| {
        let clerk = stage.device("clerk").await?;
        clerk.open_sample().await?;
        let sample = clerk.workspace().await?;
        clerk.overview().await?;
        clerk.press("#figure-renting-share a").await?;
        clerk.until_text("#formula .figure b", "the rented share", |text| text == "10.3 %").await?;
        let rented = clerk.explained(&sample, "places.rented", "").await?;
        assert_eq!(rented.value().await?, "10.3 %");
        assert_eq!(rented.parts().await?, ["7", "68"]);
        let behind = clerk.texts("#behind details:first-of-type li a").await?;
        assert_eq!(behind.len(), 7, "the seven that rent: {behind:?}");
        let from = clerk.texts("#behind details:first-of-type li small").await?;
        assert!(from.iter().all(|from| from.contains("样本")), "each says where it is from: {from:?}");

        // The units below are ranked only where nothing is missing; the others say what is.
        let ranks = clerk.texts("#below-units td:nth-child(3)").await?;
        let missing = clerk.texts("#below-units td:nth-child(4)").await?;
        let is_fair = ranks.iter().zip(&missing).all(|(rank, missing)| rank.is_empty() != missing.is_empty());
        assert!(is_fair && !ranks.is_empty(), "{ranks:?} {missing:?}");

        // A span before: the address holds it, and the number follows.
        clerk.choose("#span", "2025").await?;
        clerk.until_text("main .head p", "the span", |text| text.contains("2025 年")).await?;

        clerk.go(&format!("#/{sample}/compare?pillar=places&sort=places.rented")).await?;
        clerk.until_count("#compared tbody tr", 3).await?;
        assert_eq!(clerk.count("#compared tfoot tr").await?, 3, "quartiles and the median");
        clerk.press("#compared tbody th a").await?;
        clerk.until_text("main h1", "the units of one district", |text| text.contains("区")).await?;

        clerk.go(&format!("#/{sample}/indicator?name=network.hot_cold")).await?;
        clerk.until_count("#partners tbody tr", 50).await?;
        clerk.go(&format!("#/{sample}/indicator?name=no.such")).await?;
        clerk.until_text("main .empty", "that there is none", |text| text.contains("没有这个指标")).await?;
        Ok(())
    })
    .await
}
