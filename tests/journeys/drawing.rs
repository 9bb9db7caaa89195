//! Charts of reports: every part opens rows that come to what it says.

use serde_json::{Value, json};
use testkit::{World, bank};

async fn drawn(world: &World, kind: &str) -> Value {
    let format = serde_json::to_value(app::english_labels("EUR")).unwrap();
    world
        .ok(
            "chart_render",
            json!({"kind": kind, "width": 900, "height": 380, "format": format, "from": "2026-01-01", "to": "2026-04-30",
                "by": null, "currency": null, "account": null, "category": null, "month": null, "days": null, "compact": false}),
        )
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn parts_of_reports_are_drawn_and_open_their_rows() {
    let world = World::with_book().await;
    let bank = bank().await;
    world.link(&bank).await;
    world.sync().await;
    let base = bank.first_line()["base"].as_str().unwrap().to_owned();
    world.app.rates_from(format!("{base}/ecb")).await.unwrap();
    for kind in [
        "money_flow",
        "spending_map",
        "spending_calendar",
        "net_worth_change",
    ] {
        let chart = drawn(&world, kind).await;
        let (points, boxes) = (
            chart["points"].as_array().unwrap(),
            chart["boxes"].as_array().unwrap(),
        );
        assert!(!points.is_empty() && points.len() == boxes.len(), "{kind}");
        let svg = chart["svg"].as_str().unwrap();
        assert!(
            svg.len() < 60_000 && svg.contains("var(--"),
            "{kind}: {}",
            svg.len()
        );
    }
    for kind in ["spending_trend", "savings_rate", "investments"] {
        let chart = drawn(&world, kind).await;
        assert!(!chart["svg"].as_str().unwrap().is_empty(), "{kind}");
        assert_eq!(
            chart["x"].as_array().unwrap().len(),
            chart["points"].as_array().unwrap().len()
        );
    }
    let map = drawn(&world, "spending_map").await;
    let report =
        json!({"by": "category", "step": "month", "from": "2026-01-01", "to": "2026-04-30"});
    let mut opened = 0;
    for point in map["points"].as_array().unwrap().iter().take(5) {
        let Some(("spending", key)) = point["key"].as_str().unwrap().split_once('/') else {
            continue;
        };
        let key = if key.is_empty() {
            Value::Null
        } else {
            json!(key)
        };
        let rows = world
            .ok("report_rows", json!({"report": report, "side": "spending", "key": key, "keyed": true, "limit": 500}))
            .await;
        assert!(rows["total"].as_u64().unwrap() > 0, "{point}");
        opened += 1;
    }
    assert!(opened > 1);
}
