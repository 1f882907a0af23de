package stage5.notification.letter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import stage5.kit.event.Event;
import stage5.kit.testing.LocalCloudResource;
import stage5.notification.Story;
import stage5.notification.domain.Contact;
import stage5.notification.domain.Kind;
import stage5.notification.domain.Reasons;
import stage5.notification.letter.Rendering.Rendered;

@QuarkusTest
@QuarkusTestResource(value = LocalCloudResource.class, restrictToAnnotatedClass = false)
class LettersTests {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Story story = Story.begin();

    @Test
    void shouldKnowWhatEachEventIsAbout() {
        assertThat(Letters.about(story.registered()).kind()).isEqualTo(Kind.WELCOME);
        assertThat(Letters.about(story.confirmed()).kind()).isEqualTo(Kind.ORDER_CONFIRMED);
        assertThat(Letters.about(story.rejected("out-of-stock")).kind()).isEqualTo(Kind.ORDER_REJECTED);
        assertThat(Letters.about(story.cancelled()).kind()).isEqualTo(Kind.ORDER_CANCELLED);
        assertThat(Letters.about(story.confirmed()).customerId()).isEqualTo(story.customerId());
        assertThatThrownBy(() -> Letters.about(story.changed(2))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldAddressTheCustomerInBothTexts_whateverTheLetter() {
        for (Event event :
                List.of(story.registered(), story.confirmed(), story.rejected("out-of-stock"), story.cancelled())) {
            Rendered rendered = render(event, "Ada Lovelace");

            assertThat(rendered.subject()).isNotBlank();
            assertThat(rendered.html())
                    .contains("Ada Lovelace")
                    .startsWith("<!DOCTYPE html>")
                    .endsWith("</html>\n");
            assertThat(rendered.text()).contains("Ada Lovelace").doesNotContain("</", "&amp;", "{", "}");
        }
    }

    @Test
    void shouldTakeANameForText_notForMarkup() {
        Rendered rendered = render(story.registered(), "<script>alert(1)</script> & \"Ada\"");

        assertThat(rendered.html())
                .doesNotContain("<script")
                .contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;Ada&quot;");
        assertThat(rendered.text()).contains("<script>alert(1)</script> & \"Ada\"");
    }

    @Test
    void shouldListWhatWasOrdered_withSumsAndTotal() {
        Rendered rendered = render(story.confirmed(), "Ada");

        assertThat(rendered.text())
                .contains("2 x Mug <blue> (MUG-1) at 12.50 EUR: 25.00 EUR\n")
                .contains("1 x Tea & biscuits (TEA-7) at 9.99 EUR: 9.99 EUR\n")
                .contains("Total: 34.99 EUR")
                .contains("placed on 2 January 2026");
        assertThat(rendered.html())
                .contains("Mug &lt;blue&gt;", "Tea &amp; biscuits", "12.50 EUR", "25.00 EUR", "34.99 EUR");
    }

    @Test
    void shouldSayWhyAnOrderWasRejected() {
        Rendered rendered = render(story.rejected("payment-refused"), "Ada");

        assertThat(rendered.text()).contains(Reasons.inWords("payment-refused"));
        assertThat(rendered.html()).contains(Reasons.inWords("payment-refused"));
    }

    private static Rendered render(Event event, String name) {
        return Rendering.render(Letters.about(event), new Contact("ada@stage5.example", name, 1))
                .await()
                .atMost(PATIENCE);
    }
}
