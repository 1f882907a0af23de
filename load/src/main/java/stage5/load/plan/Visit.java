package stage5.load.plan;

import java.time.Duration;
import java.util.List;

/**
 * What one visitor is going to do.
 *
 * @param number of the visit, from 0; it decides which customer's session the visitor has
 */
public record Visit(long number, List<Page> pages) {

    public Visit {
        if (pages.isEmpty()) {
            throw new IllegalArgumentException("A visitor asks for something");
        }
        pages = List.copyOf(pages);
    }

    /** Returns when the visitor arrives, counted from the run's time zero. */
    public Duration arrival() {
        return pages.getFirst().due();
    }
}
