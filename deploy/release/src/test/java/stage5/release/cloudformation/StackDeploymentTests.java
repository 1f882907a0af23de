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
import stage5.stack.StackException;
import stage5.release.cloudformation.StackDeployment.Outcome;

class StackDeploymentTests {

    private static final String STACK = "stage5-dev-order-service";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<String> told = new ArrayList<>();
    private CloudFormationStub stub;
    private CloudFormation client;

    @BeforeEach
    void start() throws IOException {
        stub = new CloudFormationStub();
        client = new CloudFormation(
                stub.endpoint(),
                "eu-west-1",
                StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")));
    }

    @AfterEach
    void stop() {
        client.close();
        stub.close();
    }

    @Test
    void shouldCreateTheStackAndTellItsEventsOldestFirst_whenThereIsNone() throws Exception {
        Outcome outcome = deploy("orders");

        assertThat(outcome).isEqualTo(new Outcome(true, "CREATE_COMPLETE"));
        assertThat(stub.calls()).containsExactly("CREATE " + STACK);
        assertThat(stub.template(STACK)).contains("\"TableName\":\"orders\"");
        assertThat(told)
                .extracting(String::strip)
                .containsExactly(
                        "CREATE_IN_PROGRESS AWS::CloudFormation::Stack " + STACK + ": because",
                        "CREATE_COMPLETE AWS::CloudFormation::Stack " + STACK + ": because");
    }

    @Test
    void shouldSignForTheRegion() throws Exception {
        deploy("orders");

        assertThat(stub.authorization())
                .startsWith("AWS4-HMAC-SHA256 Credential=id/")
                .contains("/eu-west-1/cloudformation/aws4_request");
    }

    @Test
    void shouldUpdateTheStack_whenItsTemplateHasChanged() throws Exception {
        deploy("orders");

        assertThat(deploy("orders-2")).isEqualTo(new Outcome(true, "UPDATE_COMPLETE"));
        assertThat(stub.calls()).containsExactly("CREATE " + STACK, "UPDATE " + STACK);
    }

    @Test
    void shouldLeaveTheStack_whenNothingHasChanged() throws Exception {
        deploy("orders");

        assertThat(deploy("orders")).isEqualTo(new Outcome(true, "unchanged"));
        assertThat(stub.calls()).containsExactly("CREATE " + STACK);
    }

    @Test
    void shouldFail_whenCloudFormationTakesTheChangeBack() throws Exception {
        deploy("orders");
        stub.failAt("broken");

        assertThat(deploy("broken")).isEqualTo(new Outcome(false, "UPDATE_ROLLBACK_COMPLETE"));
    }

    @Test
    void shouldRefuse_whenAFailedCreationHasLeftItsRemains() throws Exception {
        stub.failAt("broken");
        assertThat(deploy("broken").succeeded()).isFalse();

        assertThatThrownBy(() -> deploy("orders"))
                .isInstanceOf(StackException.class)
                .hasMessage(STACK + " is ROLLBACK_COMPLETE: delete it first");
    }

    private Outcome deploy(String table) throws InterruptedException, JsonProcessingException {
        return new StackDeployment(client, Clock.systemUTC(), PATIENCE, Duration.ofMillis(1), told::add)
                .deploy(DataTemplate.of(STACK, template(table)));
    }

    private static ObjectNode template(String table) throws JsonProcessingException {
        return (ObjectNode) new ObjectMapper().readTree("""
                {"Resources": {"Orders": {"Type": "AWS::DynamoDB::Table", "Properties": {"TableName": "%s"}}}}""".formatted(table));
    }
}
