package stage5.load.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stage5.load.http.LoadRequest;

class BenchRequestsTests {

    private final BenchRequests requests = new BenchRequests(List.of("token-a", "token-b"));

    private static String text(LoadRequest request) {
        return new String(request.bytes(), StandardCharsets.UTF_8);
    }

    @Test
    void shouldSampleOneOfAHundred_whenTracesBegin() {
        List<String> sent = LongStream.range(0, 1000)
                .mapToObj(requests.products()::apply)
                .map(BenchRequestsTests::text)
                .toList();

        assertThat(sent).allMatch(each -> each.matches("(?s).*traceparent: 00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]\r\n.*"));
        assertThat(sent).filteredOn(each -> each.contains("-01\r\n")).hasSize(10);
        assertThat(sent).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1000", "100, 10"})
    void shouldSampleTheShare_whenItIsGiven(int sampledOf, int sampled) {
        assertThat(LongStream.range(0, 1000)
                        .mapToObj(requests.products(sampledOf)::apply)
                        .map(BenchRequestsTests::text)
                        .filter(each -> each.contains("-01\r\n")))
                .hasSize(sampled);
    }

    @Test
    void shouldUseEachRouteEquallyOften_whenTheLoadIsMixed() {
        List<String> routes = LongStream.range(0, 90)
                .mapToObj(number -> requests.mixed().apply(number).route())
                .toList();

        assertThat(routes).doesNotContain(BenchRoute.EVENTS.name());
        Arrays.stream(BenchRoute.mixed()).forEach(route -> assertThat(routes)
                .filteredOn(name -> name.equals(route.name()))
                .hasSize(10));
    }

    @Test
    void shouldBeCompleteHttp_whenARequestHasABody() {
        LoadRequest order = LongStream.range(0, 9)
                .mapToObj(requests.mixed()::apply)
                .filter(request -> request.route().equals(BenchRoute.PLACE_ORDER.name()))
                .findFirst()
                .orElseThrow();

        String[] parts = text(order).split("\r\n\r\n");
        assertThat(parts[0]).startsWith("POST /api/orders HTTP/1.1\r\nHost: ");
        assertThat(parts[0]).contains("Idempotency-Key: ", "Authorization: Bearer token-");
        assertThat(parts[0]).contains("Content-Length: " + parts[1].length());
    }

    /** The gateway rejects the eleventh stream of a caller. */
    @Test
    void shouldSpreadStreamsOverCustomers_whenTheGatewayLimitsEach() {
        assertThat(requests.streams(20))
                .filteredOn(request -> text(request).contains("token-a"))
                .hasSize(BenchRequests.STREAMS_PER_CUSTOMER);
        assertThatThrownBy(() -> requests.streams(21)).isInstanceOf(IllegalArgumentException.class);
        assertThat(BenchRequests.customersFor(1000)).isEqualTo(100);
        assertThat(BenchRequests.customersFor(11)).isEqualTo(2);
    }
}
