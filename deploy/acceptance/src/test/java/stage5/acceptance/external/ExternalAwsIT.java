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
import stage5.acceptance.client.Customer;
import stage5.acceptance.client.Http;
import stage5.acceptance.client.Patience;
import stage5.acceptance.client.Stored;
import stage5.cli.check.Check;
import stage5.cli.check.Report;
import stage5.cli.seed.Product;
import stage5.cli.seed.ShopFilling;
import stage5.cli.stack.Part;
import stage5.cli.stack.Ports;
import stage5.cli.stack.Project;
import stage5.cli.stack.Stack;
import stage5.cli.terminal.Progress;
import stage5.cli.terminal.TerminalProgress;
import stage5.topology.AwsEndpoints;

/** A shop whose DynamoDB, SQS and SNS are somebody else's, here another local cloud's: {@code up --aws-endpoint}. */
@Tag("nightly")
class ExternalAwsIT {

    private static final int PORT_BASE = Integer.getInteger("stage5.acceptance.port-base", 18080);

    private final Ports own = new Ports(PORT_BASE + 200);
    private final Stack elsewhere = new Stack(Project.locate(), new Ports(PORT_BASE + 100));
    private final Stack shop = new Stack(
            Project.locate(),
            new Ports(
                    own.base(),
                    new AwsEndpoints(
                            elsewhere.ports().dynamoDb(),
                            elsewhere.ports().sqs(),
                            elsewhere.ports().sns())));

    @AfterEach
    void stop() throws InterruptedException {
        shop.stop(Progress.silent());
        elsewhere.stop(Progress.silent());
    }

    @Test
    void shouldConfirmAnOrderAndKeepItThere_whenAwsIsElsewhere() throws InterruptedException {
        Progress progress = new TerminalProgress(System.out);
        elsewhere.start(EnumSet.of(Part.CLOUD), progress);
        shop.start(EnumSet.allOf(Part.class), progress);
        List<Product> products = new ShopFilling(shop).fill(progress);

        Customer ada = Customer.signUp(new Http(shop.ports().gateway()));
        String order = ada.order(products.getFirst().sku(), 1).expect(202).at("id");

        assertThat(ada.settled(order).path("status").asText()).isEqualTo("confirmed");
        Report report = new Check(shop.ports()).run(Patience.REST);
        assertThat(report.offenders()).isEmpty();
        assertThat(report.quiet()).as("the shop comes to rest").isTrue();
        assertThat(Stored.items(elsewhere.ports()))
                .containsKeys("orders", "catalog", "users")
                .doesNotContainValue(0L);
        for (URI unused : List.of(own.dynamoDb(), own.sqs(), own.sns())) {
            assertThatThrownBy(() -> new Socket(unused.getHost(), unused.getPort()).close())
                    .as("nothing listens at %s", unused)
                    .isInstanceOf(ConnectException.class);
        }
    }
}
