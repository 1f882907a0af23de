package stage5.notification.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stage5.kit.events.envelope.Event;
import stage5.kit.testing.LocalCloudResource;
import stage5.notification.CustomerFixture;
import stage5.notification.content.MailRendering.RenderedMail;
import stage5.notification.domain.MailKind;
import stage5.notification.domain.RejectionTexts;

@QuarkusTest
@QuarkusTestResource(value = LocalCloudResource.class, restrictToAnnotatedClass = false)
class MailDraftsTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final CustomerFixture customer = CustomerFixture.create();

    @Test
    void shouldSelectTheMail_whenGivenAnEvent() {
        assertThat(MailDrafts.of(customer.registered()).kind()).isEqualTo(MailKind.WELCOME);
        assertThat(MailDrafts.of(customer.passwordChanged(2)).kind()).isEqualTo(MailKind.PASSWORD_CHANGED);
        assertThat(MailDrafts.of(customer.signUpRefused(2)).kind()).isEqualTo(MailKind.SIGN_UP_REFUSED);
        assertThat(MailDrafts.of(customer.confirmed()).kind()).isEqualTo(MailKind.ORDER_CONFIRMED);
        assertThat(MailDrafts.of(customer.rejected("out-of-stock")).kind()).isEqualTo(MailKind.ORDER_REJECTED);
        assertThat(MailDrafts.of(customer.cancelled()).kind()).isEqualTo(MailKind.ORDER_CANCELLED);
        assertThat(MailDrafts.of(customer.confirmed()).customerId()).isEqualTo(customer.customerId());
        assertThatThrownBy(() -> MailDrafts.of(customer.changed(2))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldHaveBothBodies_whateverTheKind() {
        for (Event event : ofEachKind()) {
            RenderedMail rendered = render(event);

            assertThat(rendered.subject()).isNotBlank();
            assertThat(rendered.html()).startsWith("<!DOCTYPE html>").endsWith("</html>\n");
            assertThat(rendered.text()).isNotBlank().doesNotContain("</", "&amp;", "{", "}");
        }
    }

    @Test
    void shouldRepeatNothingThatAStrangerChose_whateverTheKind() {
        CustomerFixture stranger = customer.named("Win at evil.example");
        for (Event event : List.of(stranger.registered(), stranger.passwordChanged(2), stranger.signUpRefused(3))) {
            RenderedMail rendered = render(event);

            assertThat(rendered.html() + rendered.text() + rendered.subject()).doesNotContain("evil", stranger.email());
        }
    }

    private List<Event> ofEachKind() {
        return List.of(
                customer.registered(),
                customer.passwordChanged(2),
                customer.signUpRefused(3),
                customer.confirmed(),
                customer.rejected("out-of-stock"),
                customer.cancelled());
    }

    @Test
    void shouldListTheLinesWithTotals_whenTheOrderIsConfirmed() {
        RenderedMail rendered = render(customer.confirmed());

        assertThat(rendered.text())
                .contains("2 x Mug <blue> (MUG-1) at 12.50 EUR: 25.00 EUR\n")
                .contains("1 x Tea & biscuits (TEA-7) at 9.99 EUR: 9.99 EUR\n")
                .contains("Total: 34.99 EUR")
                .contains("placed on 2 January 2026");
        assertThat(rendered.html())
                .contains("Mug &lt;blue&gt;", "Tea &amp; biscuits", "12.50 EUR", "25.00 EUR", "34.99 EUR");
    }

    @ParameterizedTest
    @CsvSource({"JPY,'1,250 JPY','3,499 JPY'", "KWD,1.250 KWD,3.499 KWD"})
    void shouldUseTheDecimalsOfTheCurrency_whenListingPrices(String currency, String price, String total) {
        Event confirmed = customer.confirmed();
        confirmed.data().path("lines").forEach(line -> ((ObjectNode) line.path("price")).put("currency", currency));
        ((ObjectNode) confirmed.data().path("total")).put("currency", currency);

        RenderedMail rendered = render(confirmed);

        assertThat(rendered.text()).contains(" at " + price + ": ", "Total: " + total);
        assertThat(rendered.html()).contains(price, total);
    }

    @Test
    void shouldShowAPriceOfZero_whenTheOrderCostsNothing() {
        Event confirmed = customer.confirmed();
        ((ObjectNode) confirmed.data().path("total")).put("amount", 0);

        assertThat(render(confirmed).text()).contains("Total: 0.00 EUR");
    }

    @Test
    void shouldContainTheReason_whenTheOrderIsRejected() {
        RenderedMail rendered = render(customer.rejected("payment-refused"));

        assertThat(rendered.text()).contains(RejectionTexts.sentence("payment-refused"));
        assertThat(rendered.html()).contains(RejectionTexts.sentence("payment-refused"));
    }

    private static RenderedMail render(Event event) {
        return MailRendering.render(MailDrafts.of(event)).await().atMost(TIMEOUT);
    }
}
