package stage5.catalog.popularity;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jboss.logging.Logger;
import stage5.catalog.store.SoldRanks;
import stage5.catalog.store.SoldRanks.SoldRank;
import stage5.kit.web.resilience.TimeBudget;

/**
 * Changes the ranks of sold products in the listings by popularity: of one product at most once in {@link
 * PopularityConfig#interval}, and only after a noticeable growth. Sales trigger it, so that it works in functions too,
 * which run nothing between invocations. A rank that is due changes with the next sale of any product in this process.
 * If the process ends before, it changes after the product's next sale.
 */
@ApplicationScoped
public class Popularity {

    private static final Logger LOG = Logger.getLogger(Popularity.class);

    /** The most products that one call reads: one BatchGetItem. */
    private static final int MOST_READ = 100;

    private static final int CONCURRENT_CHANGES = 8;

    /**
     * The caller, which has orders to process, waits no longer. A rank that was not changed in time is changed later.
     */
    private static final Duration TIMEOUT = Duration.ofMillis(500);

    private final SoldRanks ranks;
    private final PopularityConfig config;
    private final Clock clock;
    private final RankSchedule schedule;

    Popularity(SoldRanks ranks, PopularityConfig config, Clock clock) {
        this.ranks = ranks;
        this.config = config;
        this.clock = clock;
        this.schedule = new RankSchedule(config.interval());
    }

    /** Completes once the ranks that are due are changed, or after a time-out; never fails. */
    public Uni<Void> sold(Collection<String> skus) {
        Instant now = clock.instant();
        schedule.sold(skus, now);
        List<String> due = schedule.takeDue(now, MOST_READ);
        return due.isEmpty() ? Uni.createFrom().voidItem() : change(due, now);
    }

    private Uni<Void> change(List<String> skus, Instant now) {
        Uni<Void> changes = ranks.read(skus)
                .onItem()
                .<SoldRank>disjoint()
                .filter(rank -> changesNow(rank, now))
                .onItem()
                .transformToUni(rank -> ranks.raise(rank, now))
                .merge(CONCURRENT_CHANGES)
                .onItem()
                .ignoreAsUni();
        return TimeBudget.within(TIMEOUT, changes).onFailure().recoverWithItem(failure -> {
            LOG.warnf("Ranks of products %s could not be changed, will be tried again: %s", skus, failure.toString());
            schedule.sold(skus, now);
            return null;
        });
    }

    /** Returns whether the rank changes now. A rank that another process has just changed is due again later. */
    private boolean changesNow(SoldRank rank, Instant now) {
        if (isGrown(rank, config) && isRecent(rank, now, config)) {
            schedule.sold(List.of(rank.sku()), now);
        }
        return changes(rank, now, config);
    }

    /** Returns whether a rank that is due changes. */
    static boolean changes(SoldRank rank, Instant now, PopularityConfig config) {
        return isGrown(rank, config) && !isRecent(rank, now, config);
    }

    private static boolean isGrown(SoldRank rank, PopularityConfig config) {
        return rank.sold() > rank.ranked() && rank.sold() * 100 >= rank.ranked() * (100 + config.growth());
    }

    /** All processes change a rank in the same phase of the interval: half of it tells their changes from the last one. */
    private static boolean isRecent(SoldRank rank, Instant now, PopularityConfig config) {
        return rank.rankedAt().isAfter(now.minus(config.interval().dividedBy(2)));
    }
}
