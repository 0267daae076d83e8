//! The least a program can do: one `DescribeLogGroups` by the AWS SDK, over plain HTTP, with
//! credentials that are there already. The benches hold `cruddur-obs` commands against it.
//!
//! `sdk_floor URL` prints how many groups came.

#![expect(clippy::print_stdout, reason = "its result is what it prints")]

use std::error::Error;

use aws_sdk_cloudwatchlogs::Client;
use aws_sdk_cloudwatchlogs::config::BehaviorVersion;
use aws_sdk_cloudwatchlogs::config::Config;
use aws_sdk_cloudwatchlogs::config::Credentials;
use aws_sdk_cloudwatchlogs::config::Region;
use aws_smithy_http_client::Builder;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    // `cargo bench` starts every bench with arguments of its own; without a URL nothing is done.
    let Some(url) = std::env::args().find(|argument| argument.starts_with("http://")) else {
        return Ok(());
    };
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .credentials_provider(Credentials::new("bench", "bench", None, None, "static"))
        .endpoint_url(url)
        .http_client(Builder::new().build_http())
        .build();
    let output = Client::from_conf(config).describe_log_groups().send().await?;
    println!("{}", output.log_groups().len());
    Ok(())
}
