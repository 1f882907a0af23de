package stage5.gateway.admission;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Adds {@code Date} to each response that has none (<a href="https://www.rfc-editor.org/rfc/rfc9110#section-6.6.1">RFC 9110,
 * 6.6.1</a>).
 */
@Singleton
public final class DateHeader {

    /** The outermost filter, so that no response is without. */
    private static final int PRIORITY = 400;

    /** IMF-fixdate of RFC 9110, 5.6.7; {@code RFC_1123_DATE_TIME} has days of one digit. */
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final InstantSource clock;
    private volatile Formatted last = new Formatted(Long.MIN_VALUE, "");

    /** The value of the header in a second since the epoch: all responses of the second have the same. */
    private record Formatted(long second, String value) {}

    @Inject
    DateHeader() {
        this(InstantSource.system());
    }

    DateHeader(InstantSource clock) {
        this.clock = clock;
    }

    void register(@Observes Filters filters) {
        filters.register(
                request -> {
                    add(request);
                    request.next();
                },
                PRIORITY);
    }

    /** Adds the header to the response of a request that reaches no filter. */
    void add(RoutingContext request) {
        HttpServerResponse response = request.response();
        request.addHeadersEndHandler(end -> {
            if (!response.headers().contains(HttpHeaders.DATE)) {
                addNow(response);
            }
        });
    }

    /** Adds the header to a response at once. */
    void addNow(HttpServerResponse response) {
        response.putHeader(HttpHeaders.DATE, now());
    }

    private String now() {
        Instant now = clock.instant();
        Formatted current = last;
        if (current.second() != now.getEpochSecond()) {
            current = new Formatted(now.getEpochSecond(), format(now));
            last = current;
        }
        return current.value();
    }

    /** Returns the value of the header at a time. */
    static String format(Instant time) {
        return FORMAT.format(time);
    }
}
