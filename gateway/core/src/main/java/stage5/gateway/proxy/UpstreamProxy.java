package stage5.gateway.proxy;

import io.opentelemetry.api.trace.Span;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.function.Function;
import org.jboss.logging.Logger;
import stage5.gateway.domain.Upstream;
import stage5.gateway.stale.CachedReads;
import stage5.gateway.upstream.UpstreamOutage;
import stage5.gateway.upstream.UpstreamRequest;
import stage5.gateway.upstream.UpstreamResponse;
import stage5.gateway.upstream.UpstreamStream;
import stage5.gateway.upstream.Upstreams;
import stage5.kit.web.problem.ProblemException;

/** Forwards requests to their services, or answers them from copies. */
@Singleton
public final class UpstreamProxy {

    private static final Logger LOG = Logger.getLogger(UpstreamProxy.class);
    private static final String OUTAGE = "stage5.gateway.outage";

    private final Upstreams upstreams;
    private final CachedReads reads;

    UpstreamProxy(Upstreams upstreams, CachedReads reads) {
        this.upstreams = upstreams;
        this.reads = reads;
    }

    /**
     * Completes with the service's response or a copy, see {@link CachedReads}; fails with a 503 problem if there is
     * neither. A 5xx response of the service is forwarded, unless its route can have copies.
     */
    public Uni<UpstreamResponse> send(UpstreamRequest request) {
        return reads.get(request, (sent, reserve) -> logged(upstreams.send(sent, reserve)))
                .onFailure(UpstreamOutage.class)
                .transform(outage -> unavailable(request));
    }

    /** Completes once {@code use} has consumed the service's stream; fails with a 503 problem if there is none. */
    Uni<Void> stream(UpstreamRequest request, Function<UpstreamStream, Uni<Void>> use) {
        return logged(upstreams.stream(request, use))
                .onFailure(UpstreamOutage.class)
                .transform(outage -> unavailable(request));
    }

    private ProblemException unavailable(UpstreamRequest request) {
        Upstream upstream = request.route().upstream();
        return ProblemException.unavailable(
                upstream.service() + " can't answer at present.", upstreams.retryAfter(upstream));
    }

    private static <T> Uni<T> logged(Uni<T> call) {
        return call.onFailure(UpstreamOutage.class).invoke(UpstreamProxy::logOutage);
    }

    private static void logOutage(Throwable outage) {
        LOG.debug(outage.getMessage());
        Span.current().setAttribute(OUTAGE, outage.getMessage());
    }
}
