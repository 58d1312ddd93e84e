use losant::Client;
use losant::types::{
    ApplicationKeyPost, AttributeDataType, DeviceAttributePost, DeviceClass, DevicePost, DeviceTag, Key, ObjectId,
};

async fn provision(
    client: &Client,
    application: ObjectId,
    names: &[&str],
) -> Result<(Option<String>, Option<String>), Box<dyn std::error::Error>> {
    let floor: Key = "floor".parse()?;
    let voltage: Key = "voltage".parse()?;
    let mut ids = Vec::new();
    for name in names {
        let device = DevicePost::new(*name)
            .device_class(DeviceClass::Standalone)
            .tags([DeviceTag::new(floor.clone(), "8")])
            .attributes([DeviceAttributePost::new(voltage.clone(), AttributeDataType::Number)]);
        let device = client.devices(application.clone()).post(device).await?;
        ids.extend(device.id);
    }
    // The devices sign in with this key. Its secret is returned only once.
    let key = ApplicationKeyPost::new().device_ids(ids).name("floor 8");
    let key = client.application_keys(application).post(key).await?;
    Ok((key.key, key.secret))
}
