package stage5.order.sales;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jboss.logging.Logger;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.projection.Projections;
import stage5.kit.events.projection.Rebuilding;

/**
 * Counts each confirmed order once in the sales counters. While Redis is down, the events wait in DynamoDB. So they neither
 * delay the other read model nor end in the dead-letter queue.
 */
@ApplicationScoped
public class CountingSales {

    private static final Logger LOG = Logger.getLogger(CountingSales.class);
    private static final int PAGE = 100;

    private final Projections projections;
    private final Rebuilding rebuilding;
    private final SalesCounters counters;
    private final SalesBacklog backlog;
    private final SalesSettings settings;

    CountingSales(
            Projections projections,
            Rebuilding rebuilding,
            SalesCounters counters,
            SalesBacklog backlog,
            SalesSettings settings) {
        this.projections = projections;
        this.rebuilding = rebuilding;
        this.counters = counters;
        this.backlog = backlog;
        this.settings = settings;
    }

    /** Completes once a confirmed order is counted, or once its event is stored to be counted later. */
    public Uni<Void> count(Event confirmed) {
        return projections.project(counters, confirmed).onFailure().recoverWithUni(e -> {
            LOG.warnf(
                    "The sale of %s cannot be counted now, it stays in the backlog: %s",
                    confirmed.subject(), e.toString());
            return backlog.add(confirmed);
        });
    }

    /**
     * Rebuilds the counters if Redis has lost them, then counts stored sales, oldest first. Completes with the number of sales
     * counted from the backlog; fails while Redis is down.
     */
    public Uni<Integer> catchUp() {
        return rebuilding
                .heal(counters, settings.healing())
                .chain(() -> backlog.oldest(PAGE))
                .chain(this::countBacklog);
    }

    private Uni<Integer> countBacklog(List<Event> waiting) {
        return Multi.createFrom()
                .iterable(waiting)
                .onItem()
                .transformToUniAndConcatenate(
                        event -> projections.project(counters, event).chain(() -> backlog.remove(event)))
                .collect()
                .last()
                .replaceWith(waiting.size());
    }
}
