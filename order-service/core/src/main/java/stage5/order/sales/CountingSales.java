package stage5.order.sales;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventCodec;
import stage5.kit.events.envelope.MalformedEventException;
import stage5.kit.events.projection.Projections;
import stage5.kit.events.projection.Rebuilding;
import stage5.order.sales.SalesBacklog.StoredSale;
import stage5.order.store.OrderData;

/**
 * Counts each confirmed order once in the sales counters. While Redis is down, the events wait in DynamoDB. So they neither
 * delay the other read model nor end in the dead-letter queue.
 */
@ApplicationScoped
public class CountingSales {

    private static final Logger LOG = Logger.getLogger(CountingSales.class);
    private static final int PAGE = 100;
    private static final int CONCURRENT_WRITES = 8;

    private final Projections projections;
    private final Rebuilding rebuilding;
    private final SalesCounters counters;
    private final SalesBacklog backlog;
    private final Clock clock;
    private final MeterRegistry metrics;
    private final SalesSettings settings;

    CountingSales(
            Projections projections,
            Rebuilding rebuilding,
            SalesCounters counters,
            SalesBacklog backlog,
            Clock clock,
            MeterRegistry metrics,
            SalesSettings settings) {
        this.projections = projections;
        this.rebuilding = rebuilding;
        this.counters = counters;
        this.backlog = backlog;
        this.clock = clock;
        this.metrics = metrics;
        this.settings = settings;
    }

    /** Completes once the confirmed orders are counted, or once their events are stored to be counted later. */
    public Uni<Void> count(List<Event> confirmed) {
        if (confirmed.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return projections.projectAll(counters, confirmed).onFailure().recoverWithUni(e -> {
            LOG.warnf("%d sales cannot be counted now, they stay in the backlog: %s", confirmed.size(), e.toString());
            return Multi.createFrom()
                    .iterable(confirmed)
                    .onItem()
                    .transformToUni(backlog::add)
                    .merge(CONCURRENT_WRITES)
                    .collect()
                    .last()
                    .replaceWithVoid();
        });
    }

    /**
     * Rebuilds the counters if Redis has lost them, then counts stored sales until none is left or {@link
     * SalesSettings#healing} has passed again. Completes with the number of sales counted from the backlog; fails while Redis
     * is down. A sale that cannot be decoded is counted by {@code stage5.sales.unreadable} and set aside. After a sale that is
     * too old, the next run rebuilds the counters.
     */
    public Uni<Integer> catchUp() {
        return rebuilding.heal(counters, settings.healing()).chain(() -> {
            Instant end = clock.instant().plus(settings.healing());
            return Multi.createFrom()
                    .iterable(backlog.shards())
                    .onItem()
                    .transformToUniAndConcatenate(shard -> catchUp(shard, end))
                    .collect()
                    .with(Collectors.summingInt(counted -> counted));
        });
    }

    private Uni<Integer> catchUp(int shard, Instant end) {
        return Multi.createBy()
                .repeating()
                .uni(() -> backlog.oldest(shard, PAGE).chain(page -> count(page, page.size() == PAGE)))
                .whilst(page -> page.hasMore() && clock.instant().isBefore(end))
                .collect()
                .with(Collectors.summingInt(CountedPage::counted));
    }

    private Uni<CountedPage> count(List<StoredSale> page, boolean hasMore) {
        List<Event> events = new ArrayList<>();
        List<StoredSale> readable = new ArrayList<>();
        List<Uni<Void>> setAside = new ArrayList<>();
        for (StoredSale sale : page) {
            try {
                Event event = EventCodec.read(sale.event());
                EventCodec.data(event, OrderData.class);
                events.add(event);
                readable.add(sale);
            } catch (MalformedEventException e) {
                setAside.add(setAside(sale, e));
            }
        }
        return all(setAside)
                .chain(() -> events.isEmpty() ? Uni.createFrom().voidItem() : countNowOrRebuild(events))
                .chain(() -> all(readable.stream().map(backlog::remove).toList()))
                .replaceWith(new CountedPage(events.size(), hasMore));
    }

    private Uni<Void> countNowOrRebuild(List<Event> events) {
        return projections
                .projectAll(counters, events)
                .onFailure(LateSaleException.class)
                .call(late -> {
                    LOG.warnf("The next run rebuilds the sales counters: %s", late.getMessage());
                    return counters.discard();
                });
    }

    private Uni<Void> setAside(StoredSale sale, MalformedEventException malformed) {
        LOG.errorf(malformed, "The sale %s in the backlog cannot be read, it is set aside", sale.id());
        metrics.counter("stage5.sales.unreadable").increment();
        return backlog.setAside(sale, malformed.toString());
    }

    private static Uni<Void> all(List<Uni<Void>> work) {
        return Multi.createFrom()
                .iterable(work)
                .onItem()
                .transformToUni(one -> one)
                .merge(CONCURRENT_WRITES)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private record CountedPage(int counted, boolean hasMore) {}
}
