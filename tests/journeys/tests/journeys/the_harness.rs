//! The journeys can fail: what they rely on to notice errors notices planted ones.

use sanyou_journeys::{Device, Outcome, journey};

#[tokio::test]
async fn planted_errors_are_noticed() -> Outcome {
    journey("planted_errors", 1, async |stage| {
        let device = stage.device("planted").await?;
        assert_eq!(device.errors().await?, [""; 0], "the app starts without errors");
        plant(&device, "setTimeout(() => { throw new Error('planted') })").await?;
        noticed(&device, "planted").await?;
        plant(&device, "new Image().src = 'http://127.0.0.1:9/planted.png'").await?;
        noticed(&device, "Content Security Policy").await?;
        plant(&device, "document.querySelector('main').append(new Image())").await?;
        let found = device.violations().await?.join("\n");
        assert!(found.contains("image-alt"), "{found}");
        assert_eq!(device.hidden_parts().await?, [""; 0]);
        plant(&device, "document.querySelector('main h1').style.marginBottom = '-2rem'").await?;
        plant(&device, "document.querySelector('.welcome .note').style.width = '3000px'").await?;
        let hidden = device.hidden_parts().await?.join("\n");
        assert!(["lie over", "sticks out", "wider than"].iter().all(|finding| hidden.contains(finding)), "{hidden}");
        Ok(())
    })
    .await
}

async fn plant(device: &Device, script: &str) -> Outcome {
    Ok(device.ask::<Option<u8>>(&format!("{script}; return null"), Vec::new()).await.map(drop)?)
}

async fn noticed(device: &Device, wanted: &str) -> Outcome {
    let look = async || {
        let errors = device.errors().await?.join("\n");
        Ok(if errors.contains(wanted) { Ok(()) } else { Err(errors) })
    };
    Ok(device.until(wanted, look).await?)
}
