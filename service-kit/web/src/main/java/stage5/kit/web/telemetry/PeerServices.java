package stage5.kit.web.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.internal.ExtendedSpanProcessor;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;

/**
 * Adds {@code peer.service} to the spans of HTTP calls to systems outside the shop. From it, tools draw those systems on
 * their service map. Quarkus has no setting for it.
 */
@Singleton
public final class PeerServices implements ExtendedSpanProcessor {

    private static final AttributeKey<String> URL = AttributeKey.stringKey("url.full");
    private static final AttributeKey<String> PEER = AttributeKey.stringKey("peer.service");

    private final Map<String, String> urls;

    @Inject
    PeerServices(TelemetrySettings settings) {
        this(settings.peers());
    }

    PeerServices(Map<String, String> urls) {
        this.urls = Map.copyOf(urls);
    }

    @Override
    public void onEnding(ReadWriteSpan span) {
        if (urls.isEmpty() || span.getKind() != SpanKind.CLIENT) {
            return;
        }
        String url = span.getAttribute(URL);
        if (url != null) {
            urls.forEach((name, prefix) -> {
                if (url.startsWith(prefix)) {
                    span.setAttribute(PEER, name);
                }
            });
        }
    }

    @Override
    public boolean isOnEndingRequired() {
        return true;
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        // The URL is set later.
    }

    @Override
    public boolean isStartRequired() {
        return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        // An ended span can't be changed.
    }

    @Override
    public boolean isEndRequired() {
        return false;
    }
}
