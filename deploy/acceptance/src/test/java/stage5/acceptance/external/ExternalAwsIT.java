package stage5.acceptance.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import stage5.acceptance.client.ApiClient;
import stage5.acceptance.client.TableCounts;
import stage5.acceptance.client.TestCustomer;
import stage5.acceptance.client.TestTimeouts;
import stage5.cli.check.CheckReport;
import stage5.cli.check.ConsistencyCheck;
import stage5.stack.Component;
import stage5.stack.Ports;
import stage5.stack.Project;
import stage5.stack.Stack;
import stage5.stack.seed.SeedProduct;
import stage5.stack.seed.ShopFilling;
import stage5.stack.terminal.ProgressListener;
import stage5.stack.terminal.TerminalProgress;
import stage5.topology.AwsEndpoints;

/** Tests {@code up --aws-endpoint}: the shop uses DynamoDB, SQS and SNS of another local cloud. */
@Tag("nightly")
class ExternalAwsIT {

    private static final int PORT_BASE = Integer.getInteger("stage5.acceptance.port-base", 18080);

    private final Ports own = new Ports(PORT_BASE + 200);
    private final Stack external = new Stack(Project.locate(), new Ports(PORT_BASE + 100));
    private final Stack shop = new Stack(
            Project.locate(),
            new Ports(
                    own.base(),
                    new AwsEndpoints(
                            external.ports().dynamoDb(),
                            external.ports().sqs(),
                            external.ports().sns())));

    @AfterEach
    void stop() throws InterruptedException {
        shop.stop(ProgressListener.silent());
        external.stop(ProgressListener.silent());
    }

    @Test
    void shouldStoreOrdersThere_whenAwsEndpointsAreExternal() throws InterruptedException {
        ProgressListener progress = new TerminalProgress(System.out);
        external.start(EnumSet.of(Component.CLOUD), progress);
        shop.start(EnumSet.allOf(Component.class), progress);
        List<SeedProduct> products = new ShopFilling(shop).fill(progress);

        TestCustomer ada = TestCustomer.signUp(new ApiClient(shop.ports().gateway()));
        String order = ada.order(products.getFirst().sku(), 1).expect(202).field("id");

        assertThat(ada.awaitSettled(order).path("status").asText()).isEqualTo("confirmed");
        CheckReport report = new ConsistencyCheck(shop.ports()).run(TestTimeouts.IDLE);
        assertThat(report.violations()).isEmpty();
        assertThat(report.quiet()).as("the shop becomes idle").isTrue();
        assertThat(TableCounts.read(external.ports()))
                .containsKeys("orders", "catalog", "users")
                .doesNotContainValue(0L);
        for (URI unused : List.of(own.dynamoDb(), own.sqs(), own.sns())) {
            assertThatThrownBy(() -> new Socket(unused.getHost(), unused.getPort()).close())
                    .as("nothing listens at %s", unused)
                    .isInstanceOf(ConnectException.class);
        }
    }
}
