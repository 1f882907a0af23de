package stage5.release.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import stage5.release.cloudformation.StackDeployment.Result;
import stage5.stack.StackException;

class StackDeploymentTests {

    private static final String STACK = "stage5-dev-order-service";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final List<String> progress = new ArrayList<>();
    private CloudFormationStub stub;
    private CloudFormationClient client;

    @BeforeEach
    void start() throws IOException {
        stub = new CloudFormationStub();
        client = CloudFormationClient.builder()
                .endpointOverride(stub.endpoint())
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    @AfterEach
    void stop() {
        client.close();
        stub.close();
    }

    @Test
    void shouldCreateTheStackAndReportItsEventsOldestFirst_whenThereIsNone() throws Exception {
        Result result = deploy("orders");

        assertThat(result).isEqualTo(new Result(true, "CREATE_COMPLETE"));
        assertThat(stub.calls()).containsExactly("CREATE " + STACK);
        assertThat(stub.template(STACK)).contains("\"TableName\":\"orders\"");
        assertThat(progress)
                .extracting(String::strip)
                .containsExactly(
                        "CREATE_IN_PROGRESS AWS::CloudFormation::Stack " + STACK + ": because",
                        "CREATE_COMPLETE AWS::CloudFormation::Stack " + STACK + ": because");
    }

    @Test
    void shouldSignForTheRegion_whenCallingCloudFormation() throws Exception {
        deploy("orders");

        assertThat(stub.authorization())
                .startsWith("AWS4-HMAC-SHA256 Credential=id/")
                .contains("/eu-west-1/cloudformation/aws4_request");
    }

    @Test
    void shouldUpdateTheStack_whenItsTemplateHasChanged() throws Exception {
        deploy("orders");

        assertThat(deploy("orders-2")).isEqualTo(new Result(true, "UPDATE_COMPLETE"));
        assertThat(stub.calls()).containsExactly("CREATE " + STACK, "UPDATE " + STACK);
    }

    @Test
    void shouldNotUpdateTheStack_whenNothingHasChanged() throws Exception {
        deploy("orders");

        assertThat(deploy("orders")).isEqualTo(new Result(true, "unchanged"));
        assertThat(stub.calls()).containsExactly("CREATE " + STACK);
    }

    @Test
    void shouldFail_whenCloudFormationRollsTheUpdateBack() throws Exception {
        deploy("orders");
        stub.failAt("broken");

        assertThat(deploy("broken")).isEqualTo(new Result(false, "UPDATE_ROLLBACK_COMPLETE"));
    }

    @Test
    void shouldThrow_whenAnEarlierCreationFailed() throws Exception {
        stub.failAt("broken");
        assertThat(deploy("broken").succeeded()).isFalse();

        assertThatThrownBy(() -> deploy("orders"))
                .isInstanceOf(StackException.class)
                .hasMessage(STACK + " is ROLLBACK_COMPLETE: delete it first");
    }

    private Result deploy(String table) throws InterruptedException, JsonProcessingException {
        return new StackDeployment(client, Clock.systemUTC(), TIMEOUT, Duration.ofMillis(1), progress::add)
                .deploy(DataTemplate.of(STACK, template(table)));
    }

    private static ObjectNode template(String table) throws JsonProcessingException {
        return (ObjectNode) new ObjectMapper().readTree("""
                {"Resources": {"Orders": {"Type": "AWS::DynamoDB::Table", "Properties": {"TableName": "%s"}}}}""".formatted(table));
    }
}
