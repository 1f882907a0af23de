package stage5.load.gateway;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import stage5.load.http.LoadRequest;

/**
 * The requests of the benchmark. Each has an access token of one of many customers in turn, and a {@code traceparent} (<a
 * href="https://www.w3.org/TR/trace-context/#traceparent-header">W3C Trace Context</a>): of 100 requests one is sampled. The
 * gateway of the benchmark trusts this machine, so it follows the flag.
 */
final class BenchRequests {

    /** So many that two requests for one product are hardly in flight at once: the gateway would share their load. */
    private static final int PRODUCTS = 10_000;

    /** The most event streams of one customer ({@code stage5.gateway.streams.per-caller}). */
    static final int STREAMS_PER_CUSTOMER = 10;

    private static final int SAMPLED_OF = 100;
    private static final BenchRoute[] MIXED = BenchRoute.mixed();
    private static final String ORDER = "{\"items\":[{\"sku\":\"NOTHING-1\",\"quantity\":1}]}";
    private static final String CREDENTIALS = "{\"email\":\"unknown@stage5.example\",\"password\":\"nothing-secret\"}";

    private final List<String> tokens;

    /** @param tokens one for each customer */
    BenchRequests(List<String> tokens) {
        if (tokens.isEmpty()) {
            throw new IllegalArgumentException("There must be a customer");
        }
        this.tokens = List.copyOf(tokens);
    }

    /** Returns requests for single products. */
    LongFunction<LoadRequest> products() {
        return products(SAMPLED_OF);
    }

    /**
     * Returns requests for single products.
     *
     * @param sampledOf of that many requests one is sampled; 0 for none
     */
    LongFunction<LoadRequest> products(int sampledOf) {
        return number -> request(BenchRoute.PRODUCT, number, sampledOf);
    }

    /** Returns requests over all routes in turn. */
    LongFunction<LoadRequest> mixed() {
        return number -> request(MIXED[(int) (number % MIXED.length)], number);
    }

    /** Returns requests for event streams, no more of a customer than the gateway allows. */
    List<LoadRequest> streams(int count) {
        if (count > tokens.size() * STREAMS_PER_CUSTOMER) {
            throw new IllegalArgumentException("There are too few customers for %d event streams".formatted(count));
        }
        return LongStream.range(0, count)
                .mapToObj(number -> request(BenchRoute.EVENTS, number))
                .toList();
    }

    private LoadRequest request(BenchRoute route, long number) {
        return request(route, number, SAMPLED_OF);
    }

    private LoadRequest request(BenchRoute route, long number, int sampledOf) {
        String name = route.name();
        Map<String, String> headers = Map.of(
                "Authorization",
                "Bearer " + tokens.get((int) (number % tokens.size())),
                "traceparent",
                trace(number, sampledOf));
        return switch (route) {
            case PRODUCT -> LoadRequest.get(name, "/api/products/NOTHING-" + number % PRODUCTS, headers);
            case LISTING -> LoadRequest.get(name, "/api/products?category=nothing-" + number % PRODUCTS, headers);
            case CATEGORIES -> LoadRequest.get(name, "/api/categories", headers);
            case PLACE_ORDER -> LoadRequest.post(name, "/api/orders", withKey(headers, number), ORDER);
            case ORDER -> LoadRequest.get(name, "/api/orders/" + number, headers);
            case BESTSELLERS -> LoadRequest.get(name, "/api/bestsellers", headers);
            case PROFILE -> LoadRequest.get(name, "/api/users/me", headers);
            case LOG_IN -> LoadRequest.post(name, "/api/sessions", headers, CREDENTIALS);
            case HOME -> LoadRequest.get(name, "/api/home", headers);
            case EVENTS -> LoadRequest.get(name, "/api/orders/" + number + StubAnswer.STREAM_SUFFIX, headers);
        };
    }

    private static Map<String, String> withKey(Map<String, String> headers, long number) {
        return Map.of(
                "Authorization", headers.get("Authorization"),
                "traceparent", headers.get("traceparent"),
                "Idempotency-Key", "gateway-bench-" + number);
    }

    private static String trace(long number, int sampledOf) {
        boolean sampled = sampledOf > 0 && number % sampledOf == 0;
        SplittableRandom random = new SplittableRandom(number);
        HexFormat hex = HexFormat.of();
        return "00-" + hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong() | 1) + "-"
                + hex.toHexDigits(random.nextLong() | 1) + (sampled ? "-01" : "-00");
    }

    /** Returns the customers that a number of event streams needs. */
    static int customersFor(int streams) {
        return Math.ceilDiv(streams, STREAMS_PER_CUSTOMER);
    }
}
