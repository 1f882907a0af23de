package stage5.gateway.passing;

import io.opentelemetry.api.trace.Span;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.function.Function;
import org.jboss.logging.Logger;
import stage5.gateway.copy.LastGoodCopies;
import stage5.gateway.domain.Upstream;
import stage5.gateway.upstream.UpstreamAnswer;
import stage5.gateway.upstream.UpstreamOutage;
import stage5.gateway.upstream.UpstreamOutage.ServerError;
import stage5.gateway.upstream.UpstreamRequest;
import stage5.gateway.upstream.UpstreamStream;
import stage5.gateway.upstream.Upstreams;
import stage5.kit.problem.ProblemException;

/** Gets a request its answer: from its service, or from the last good copy while that can't. */
@Singleton
public final class PassThrough {

    private static final Logger LOG = Logger.getLogger(PassThrough.class);
    private static final String OUTAGE = "stage5.gateway.outage";

    private final Upstreams upstreams;
    private final LastGoodCopies copies;

    PassThrough(Upstreams upstreams, LastGoodCopies copies) {
        this.upstreams = upstreams;
        this.copies = copies;
    }

    /**
     * Returns the service's answer, or else a copy that is marked as stale; fails with a 503 problem where there is
     * neither. A service's own words about its failure are passed on, unless a copy could have stood in for them.
     */
    public Uni<UpstreamAnswer> answer(UpstreamRequest request) {
        return upstreams
                .send(request, copies.reserve(request))
                .call(answer -> copies.keep(request, answer))
                .onFailure(UpstreamOutage.class)
                .recoverWithUni(outage -> standIn(request, (UpstreamOutage) outage));
    }

    /** Returns once {@code use} has used the service's answer to the end; fails as {@link #answer} does. */
    Uni<Void> stream(UpstreamRequest request, Function<UpstreamStream, Uni<Void>> use) {
        return upstreams.stream(request, use)
                .onFailure(UpstreamOutage.class)
                .transform(outage -> unavailable(request, (UpstreamOutage) outage));
    }

    private Uni<UpstreamAnswer> standIn(UpstreamRequest request, UpstreamOutage outage) {
        note(outage);
        if (copies.reserve(request).isZero() && outage instanceof ServerError error) {
            return Uni.createFrom().item(error.answer());
        }
        return copies.find(request).onItem().ifNull().failWith(() -> unavailable(request, outage));
    }

    private ProblemException unavailable(UpstreamRequest request, UpstreamOutage outage) {
        note(outage);
        Upstream upstream = request.route().upstream();
        return ProblemException.unavailable(
                upstream.service() + " can't answer at present.", upstreams.retryAfter(upstream));
    }

    private static void note(UpstreamOutage outage) {
        LOG.debug(outage.getMessage());
        Span.current().setAttribute(OUTAGE, outage.getMessage());
    }
}
