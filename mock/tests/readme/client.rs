use losant::http::CallError;
use losant::prelude::*;
use losant::types::{ObjectId, UserOauthTokenPatch};

async fn rename(client: &losant::Client, id: ObjectId) -> Result<(), Box<dyn std::error::Error>> {
    let oauth_token = client.user_oauth_token(id);
    let token = oauth_token.get().await?;
    println!("It was called {:?}.", token.name);

    let patch = UserOauthTokenPatch::new().name("Nightly report").build()?;
    match oauth_token.patch(patch).await {
        Ok(token) => println!("Now it is called {:?}.", token.name),
        // Every documented error has a type of its own; here it is `losant::types::Error`.
        Err(CallError::Documented(error)) if error.status() == 404 => println!("It is gone: {:?}", error.body().message),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}
