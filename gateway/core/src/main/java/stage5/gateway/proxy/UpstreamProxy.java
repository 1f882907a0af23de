package stage5.gateway.proxy;

import io.opentelemetry.api.trace.Span;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.function.Function;
import org.jboss.logging.Logger;
import stage5.gateway.domain.Upstream;
import stage5.gateway.stale.StaleCopyStore;
import stage5.gateway.upstream.UpstreamOutage;
import stage5.gateway.upstream.UpstreamOutage.WithResponse;
import stage5.gateway.upstream.UpstreamRequest;
import stage5.gateway.upstream.UpstreamResponse;
import stage5.gateway.upstream.UpstreamStream;
import stage5.gateway.upstream.Upstreams;
import stage5.kit.web.problem.ProblemException;

/** Forwards requests to their services; serves a stale copy if a service cannot answer. */
@Singleton
public final class UpstreamProxy {

    private static final Logger LOG = Logger.getLogger(UpstreamProxy.class);
    private static final String OUTAGE = "stage5.gateway.outage";

    private final Upstreams upstreams;
    private final StaleCopyStore copies;

    UpstreamProxy(Upstreams upstreams, StaleCopyStore copies) {
        this.upstreams = upstreams;
        this.copies = copies;
    }

    /**
     * Completes with the service's response, or else with a stale copy; fails with a 503 problem if there is neither. A
     * 5xx response of the service is forwarded, unless its route can have stale copies.
     */
    public Uni<UpstreamResponse> send(UpstreamRequest request) {
        return upstreams
                .send(request, copies.reserve(request))
                .call(response -> copies.keep(request, response))
                .onFailure(UpstreamOutage.class)
                .recoverWithUni(outage -> fallBack(request, (UpstreamOutage) outage));
    }

    /** Completes once {@code use} has consumed the service's stream; fails with a 503 problem if there is none. */
    Uni<Void> stream(UpstreamRequest request, Function<UpstreamStream, Uni<Void>> use) {
        return upstreams.stream(request, use)
                .onFailure(UpstreamOutage.class)
                .transform(outage -> unavailable(request, (UpstreamOutage) outage));
    }

    private Uni<UpstreamResponse> fallBack(UpstreamRequest request, UpstreamOutage outage) {
        logOutage(outage);
        if (copies.reserve(request).isZero() && outage instanceof WithResponse answered) {
            return Uni.createFrom().item(answered.response());
        }
        return copies.find(request).onItem().ifNull().failWith(() -> unavailable(request, outage));
    }

    private ProblemException unavailable(UpstreamRequest request, UpstreamOutage outage) {
        logOutage(outage);
        Upstream upstream = request.route().upstream();
        return ProblemException.unavailable(
                upstream.service() + " can't answer at present.", upstreams.retryAfter(upstream));
    }

    private static void logOutage(UpstreamOutage outage) {
        LOG.debug(outage.getMessage());
        Span.current().setAttribute(OUTAGE, outage.getMessage());
    }
}
