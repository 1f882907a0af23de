package stage5.aws.account;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import stage5.aws.account.SignedCalls.Response;
import stage5.aws.graph.Name;

/** Finds out whether a name is in use. */
public record NameLookup(AwsAccess access) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int NOT_FOUND = 404;

    /** Parts of the error codes for something that doesn't exist. */
    private static final Set<String> ABSENT = Set.of("NotFound", "NonExistent", "DoesNotExist", "NoSuchEntity");

    /** Whether a name is in use. */
    public enum NameState {
        EXISTS,
        FREE,
        /** The call failed, for example because the credentials don't allow it. */
        UNKNOWN
    }

    /** Returns whether something has the name; exports count as free. */
    public NameState of(Name name) {
        String text = name.text();
        String region = name.region();
        return switch (name.kind()) {
            case PARAMETER -> parameter(region, text);
            case FUNCTION -> function(region, text);
            case BUCKET -> bucket(text);
            case SECRET -> json("secretsmanager", region, "secretsmanager.DescribeSecret", "1.1", "SecretId", text);
            case QUEUE -> json("sqs", region, "AmazonSQS.GetQueueUrl", "1.0", "QueueName", text);
            case TABLE -> json("dynamodb", region, "DynamoDB_20120810.DescribeTable", "1.0", "TableName", text);
            case LOG_GROUP -> logGroup(region, text);
            case REPOSITORY -> repository(region, text);
            case ROLE -> role(text);
            case TOPIC -> topic(name);
            case EXPORT -> NameState.FREE;
        };
    }

    private NameState parameter(String region, String name) {
        try (SsmClient ssm = access.ssm(region)) {
            ssm.getParameter(get -> get.name(name));
            return NameState.EXISTS;
        } catch (ParameterNotFoundException e) {
            return NameState.FREE;
        } catch (AwsServiceException e) {
            return NameState.UNKNOWN;
        }
    }

    private NameState function(String region, String name) {
        try (LambdaClient lambda = access.lambda(region)) {
            lambda.getFunctionConfiguration(get -> get.functionName(name));
            return NameState.EXISTS;
        } catch (ResourceNotFoundException e) {
            return NameState.FREE;
        } catch (AwsServiceException e) {
            return NameState.UNKNOWN;
        }
    }

    /** The names of buckets are unique among all accounts, so a bucket of another account, which is forbidden, exists too. */
    private NameState bucket(String name) {
        try (S3Client s3 = access.s3("us-east-1")) {
            s3.headBucket(head -> head.bucket(name));
            return NameState.EXISTS;
        } catch (NoSuchBucketException e) {
            return NameState.FREE;
        } catch (AwsServiceException e) {
            return e.statusCode() == NOT_FOUND ? NameState.FREE : NameState.EXISTS;
        }
    }

    private NameState json(String service, String region, String target, String version, String key, String name) {
        return answer(access.calls()
                .json(
                        service,
                        service,
                        region,
                        target,
                        version,
                        JSON.createObjectNode().put(key, name)));
    }

    private NameState repository(String region, String name) {
        ObjectNode body = JSON.createObjectNode();
        body.putArray("repositoryNames").add(name);
        return answer(access.calls()
                .json(
                        "ecr",
                        "api.ecr",
                        region,
                        "AmazonEC2ContainerRegistry_V20150921.DescribeRepositories",
                        "1.1",
                        body));
    }

    private NameState logGroup(String region, String name) {
        Response response = access.calls()
                .json(
                        "logs",
                        "logs",
                        region,
                        "Logs_20140328.DescribeLogGroups",
                        "1.1",
                        JSON.createObjectNode().put("logGroupNamePrefix", name));
        if (!response.succeeded()) {
            return answer(response);
        }
        boolean found = response.json().path("logGroups").valueStream().anyMatch(group -> group.path("logGroupName")
                .asText()
                .equals(name));
        return found ? NameState.EXISTS : NameState.FREE;
    }

    private NameState role(String name) {
        return answer(access.calls().queryGlobal("iam", "Action=GetRole&Version=2010-05-08&RoleName=" + name));
    }

    private NameState topic(Name name) {
        String arn = "arn:aws:sns:%s:%s:%s".formatted(name.region(), name.account(), name.text());
        return answer(access.calls()
                .query("sns", name.region(), "Action=GetTopicAttributes&Version=2010-03-31&TopicArn=" + arn));
    }

    private static NameState answer(Response response) {
        if (response.succeeded()) {
            return NameState.EXISTS;
        }
        return ABSENT.stream().anyMatch(response.body()::contains) ? NameState.FREE : NameState.UNKNOWN;
    }
}
