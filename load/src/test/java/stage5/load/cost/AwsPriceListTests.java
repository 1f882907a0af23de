package stage5.load.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AwsPriceListTests {

    private static final String GOOD = """
            region: us-east-1
            version: 2026-11
            currency: USD
            prices:
              - name: a
                unit: request
                usd: "0.1"
                source: https://aws.amazon.com/a/pricing/
                date: 2026-11-01
                seen: "a page"
            """;

    private final AwsPriceList prices = AwsPriceList.newest();

    @Test
    void shouldNameASource_whenAPriceIsRead() {
        assertThat(prices.all()).hasSizeGreaterThan(30).allSatisfy(price -> {
            assertThat(price.source()).hasScheme("https").hasHost("aws.amazon.com");
            assertThat(price.date()).isBetween(LocalDate.of(2022, 11, 28), LocalDate.of(2026, 11, 25));
            assertThat(price.seen()).isNotBlank();
        });
    }

    @Test
    void shouldHaveAnX86Price_whenThereIsAnArm64Price() {
        assertThat(prices.all())
                .extracting(UnitPrice::name)
                .filteredOn(name -> name.endsWith(".arm64"))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(
                                prices.price(name.replace(".arm64", ".x86-64")).first())
                        .isGreaterThan(prices.price(name).first()));
    }

    @Test
    void shouldFail_whenAPriceIsMissing() {
        assertThatThrownBy(() -> prices.price("lambda.magic"))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessageContaining("lambda.magic");
    }

    @Test
    void shouldRead_whenAllFieldsArePresent() throws IOException {
        assertThat(read(GOOD).price("a").first()).isEqualTo(Usd.of("0.1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "unit", "source", "date", "seen", "usd"})
    void shouldFail_whenAPriceLacksAField(String field) {
        String without =
                GOOD.replaceFirst("(?m)^(  - |    )" + field + ": .*\n", field.equals("name") ? "  - note: n\n" : "");

        assertThat(without).isNotEqualTo(GOOD);
        assertThatThrownBy(() -> read(without)).hasMessageContaining(field);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{upTo: 2, usd: 1}, {upTo: 1, usd: 1}, {usd: 1}]",
                "[{upTo: 2, usd: 1}]",
                "[{usd: 1}, {usd: 1}]",
                "[{usd: -1}]"
            })
    void shouldFail_whenTiersAreInconsistent(String tiers) {
        assertThatThrownBy(() -> read(GOOD.replace("usd: \"0.1\"", "tiers: " + tiers)))
                .hasStackTraceContaining("a");
    }

    private static AwsPriceList read(String file) throws IOException {
        return AwsPriceList.read(new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)));
    }
}
