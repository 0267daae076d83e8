//! Log groups that come back right after they were deleted, and who likely made them.

/// What log groups of a service begin with, and who writes into them.
///
/// Source: each service's own page on logging to CloudWatch Logs.
const PRODUCERS: &[(&str, &str)] = &[
    ("/aws/lambda/", "Lambda function"),
    ("/aws/codebuild/", "CodeBuild project"),
    ("/aws/apigateway/", "API Gateway stage"),
    ("/aws/rds/", "RDS instance"),
    ("/aws/eks/", "EKS cluster"),
    ("/aws/ecs/", "ECS cluster"),
    ("/ecs/", "ECS task definition"),
    ("/aws/batch/", "Batch job"),
    ("/aws/vendedlogs/states/", "Step Functions state machine"),
    ("/aws/vendedlogs/", "service that delivers logs"),
    ("/aws/elasticbeanstalk/", "Elastic Beanstalk environment"),
    ("/aws/sagemaker/", "SageMaker job or endpoint"),
    ("/aws/glue/", "Glue job"),
    ("API-Gateway-Execution-Logs_", "API Gateway stage"),
];

/// Says who likely made a log group again.
pub(super) fn likely_producer(group: &str) -> String {
    let known = PRODUCERS.iter().find_map(|(prefix, what)| {
        let rest = group.strip_prefix(prefix)?;
        let name = rest.split('/').next().unwrap_or(rest);
        Some(format!("{what} {name}"))
    });
    match known {
        Some(producer) => format!(
            "it was made again right away, likely by {producer}, which still writes; stop it first"
        ),
        None => {
            "it was made again right away by what still writes into it (an agent, a log driver \
                 or a library that creates its group); stop it first"
                .to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_tells_the_producer() {
        assert!(likely_producer("/aws/lambda/orders").contains("Lambda function orders,"));
        assert!(likely_producer("/aws/eks/prod/cluster").contains("EKS cluster prod,"));
        assert!(likely_producer("cruddur").contains("an agent"));
    }
}
