package stage5.kit.web.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Adds to the spans of HTTP calls what Quarkus leaves out: {@code server.address} and {@code server.port}, which the <a
 * href="https://github.com/open-telemetry/semantic-conventions/blob/v1.37.0/docs/http/http-spans.md#http-client-span">
 * conventions</a> require, and {@code peer.service} of systems outside the shop. From the latter, tools draw those systems on
 * their service map.
 */
@Singleton
public final class HttpClientAttributes extends SpanEndProcessor {

    private static final AttributeKey<String> URL = AttributeKey.stringKey("url.full");
    private static final AttributeKey<String> ADDRESS = AttributeKey.stringKey("server.address");
    private static final AttributeKey<Long> PORT = AttributeKey.longKey("server.port");
    private static final AttributeKey<String> PEER = AttributeKey.stringKey("peer.service");

    private static final Pattern SERVER =
            Pattern.compile("http(s)?://(\\[[^\\]]*]|[^/?#:@]+)(?::(\\d{1,5}))?(?=[/?#]|$)");

    private static final long HTTP_PORT = 80;
    private static final long HTTPS_PORT = 443;

    private final Map<String, String> urls;

    @Inject
    HttpClientAttributes(TelemetrySettings settings) {
        this(settings.peers());
    }

    HttpClientAttributes(Map<String, String> urls) {
        this.urls = Map.copyOf(urls);
    }

    @Override
    public void onEnding(ReadWriteSpan span) {
        String url = span.getKind() == SpanKind.CLIENT ? span.getAttribute(URL) : null;
        if (url == null) {
            return;
        }
        if (span.getAttribute(ADDRESS) == null) {
            addServer(span, url);
        }
        urls.forEach((name, prefix) -> {
            if (url.startsWith(prefix)) {
                span.setAttribute(PEER, name);
            }
        });
    }

    private static void addServer(ReadWriteSpan span, String url) {
        Matcher server = SERVER.matcher(url);
        if (server.lookingAt()) {
            String port = server.group(3);
            long defaultPort = server.group(1) == null ? HTTP_PORT : HTTPS_PORT;
            span.setAttribute(ADDRESS, server.group(2))
                    .setAttribute(PORT, port == null ? defaultPort : Long.parseLong(port));
        }
    }
}
