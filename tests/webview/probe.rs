use crate::window::story;

#[tokio::test(flavor = "multi_thread")]
async fn it_opens() -> anyhow::Result<()> {
    story("probe", |window| async move {
        window.rests().await?;
        window.picture("probe-1").await?;
        window.click("button", "Get started").await?;
        window.rests().await?;
        window.picture("probe-2").await?;
        window.resize(1024, 700).await?;
        window.picture("probe-3").await?;
        window.is_accessible("protect").await
    })
    .await
}
