package stage5.notification.mailing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doReturn;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.mockito.InjectSpy;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.junit.jupiter.api.Test;
import stage5.kit.events.consumption.Consumption;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.store.EventStore;
import stage5.kit.testing.LocalCloudResource;
import stage5.kit.testing.TokensResource;
import stage5.notification.CustomerFixture;
import stage5.notification.Inbox;

/** The mail server has accepted a mail, and DynamoDB is unavailable. */
@QuarkusTest
@QuarkusTestResource(value = LocalCloudResource.class, restrictToAnnotatedClass = false)
@QuarkusTestResource(value = TokensResource.class, restrictToAnnotatedClass = false)
class OutcomeStorageTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @Inject
    MailsConsumer consumer;

    @Inject
    Consumption consumption;

    @Inject
    EventStore events;

    @InjectSpy
    MailClaims claims;

    @ConfigProperty(name = "stage5.testing.console-url")
    URI console;

    private final CustomerFixture customer = CustomerFixture.create();

    @Test
    void shouldSendOneMail_whenItsOutcomeCannotBeStoredAtFirst() {
        Event registered = customer.registered();
        Uni<?> unavailable = Uni.createFrom().failure(new TimeoutException("DynamoDB does not respond"));
        doReturn(unavailable, unavailable, unavailable, unavailable)
                .doCallRealMethod()
                .when(claims)
                .settle(any(), any(), any());

        assertThat(consumption
                        .consume(consumer, List.of(CustomerFixture.delivery(registered)))
                        .await()
                        .atMost(TIMEOUT))
                .isEmpty();

        assertThat(Inbox.of(console, customer.email()))
                .singleElement()
                .extracting(Inbox.Mail::deliveries)
                .isEqualTo(1);
        assertThat(events.read("notification/" + registered.id()).await().atMost(TIMEOUT))
                .hasSize(1);
    }
}
