package stage5.kit.web.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Overwrites what may identify a person in the spans of all requests: the client's address, its {@code User-Agent}, and the
 * query of each URL. Quarkus sets these attributes, some when a span starts and some when it ends, and has no setting for
 * them. A span has no method to remove an attribute.
 */
@Singleton
public final class PersonalAttributes extends SpanEndProcessor {

    /** The value of an attribute that was overwritten. */
    public static final String REDACTED = "redacted";

    private static final List<AttributeKey<String>> KEYS = List.of(
            AttributeKey.stringKey("client.address"),
            AttributeKey.stringKey("network.peer.address"),
            AttributeKey.stringKey("user_agent.original"),
            // Free texts: what a customer searches for, or a token in the wrong place.
            AttributeKey.stringKey("url.query"));

    private static final AttributeKey<String> URL = AttributeKey.stringKey("url.full");

    /** Of a client span only the query: its peer is a server of the shop. */
    @Override
    public void onEnding(ReadWriteSpan span) {
        String url = span.getAttribute(URL);
        if (url != null && url.indexOf('?') >= 0) {
            span.setAttribute(URL, url.substring(0, url.indexOf('?') + 1) + REDACTED);
        }
        if (span.getKind() == SpanKind.SERVER) {
            KEYS.stream()
                    .filter(key -> span.getAttribute(key) != null)
                    .forEach(key -> span.setAttribute(key, REDACTED));
        }
    }
}
