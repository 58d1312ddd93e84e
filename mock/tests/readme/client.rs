use losant::http::CallError;
use losant::prelude::*;
use losant::types::{ObjectId, UserOauthTokenPatch};

async fn rename(client: &losant::Client, id: ObjectId) -> Result<(), Box<dyn std::error::Error>> {
    let oauth_token = client.user_oauth_token(id);
    let token = oauth_token.get().await?;
    println!("The old name is {:?}.", token.name);

    let patch = UserOauthTokenPatch::new().name("Nightly report").build()?;
    match oauth_token.patch(patch).await {
        Ok(token) => println!("The new name is {:?}.", token.name),
        // Each documented error has its own type; here it is `losant::types::Error`.
        Err(CallError::Documented(error)) if error.status() == 404 => println!("Not found: {:?}", error.body().message),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}
