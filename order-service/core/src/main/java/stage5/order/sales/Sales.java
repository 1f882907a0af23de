package stage5.order.sales;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jboss.logging.Logger;
import stage5.kit.event.Event;
import stage5.kit.view.Rebuilding;
import stage5.kit.view.Views;

/**
 * Counts what is sold, once per event. While Redis is down the events wait in DynamoDB: neither do they hold up the
 * other read models, nor do they end in a dead-letter queue.
 */
@ApplicationScoped
public class Sales {

    private static final Logger LOG = Logger.getLogger(Sales.class);
    private static final int PAGE = 100;

    private final Views views;
    private final Rebuilding rebuilding;
    private final SalesCounters counters;
    private final SalesBacklog backlog;
    private final SalesSettings settings;

    Sales(Views views, Rebuilding rebuilding, SalesCounters counters, SalesBacklog backlog, SalesSettings settings) {
        this.views = views;
        this.rebuilding = rebuilding;
        this.counters = counters;
        this.backlog = backlog;
        this.settings = settings;
    }

    /** Returns when a confirmed order is counted, or kept to be counted later. */
    public Uni<Void> sold(Event confirmed) {
        return views.project(counters, confirmed).onFailure().recoverWithUni(e -> {
            LOG.warnf("The sale of %s is counted later: %s", confirmed.subject(), e.toString());
            return backlog.add(confirmed);
        });
    }

    /**
     * Returns how many sales were caught up on, the oldest first, once Redis has all again that it had lost; fails while
     * it is down.
     */
    public Uni<Integer> catchUp() {
        return rebuilding
                .heal(counters, settings.healing())
                .chain(() -> backlog.oldest(PAGE))
                .chain(this::count);
    }

    private Uni<Integer> count(List<Event> kept) {
        return Multi.createFrom()
                .iterable(kept)
                .onItem()
                .transformToUniAndConcatenate(
                        event -> views.project(counters, event).chain(() -> backlog.remove(event)))
                .collect()
                .last()
                .replaceWith(kept.size());
    }
}
