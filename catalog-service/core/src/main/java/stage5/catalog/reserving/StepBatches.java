package stage5.catalog.reserving;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import stage5.catalog.domain.ReservationLine;
import stage5.kit.events.store.Change;

/** Divides steps into batches, each of which fits in a transaction. */
final class StepBatches {

    /**
     * The most items of a step besides its stock items: a release settles the reservation, and stores an event to
     * publish.
     */
    private static final int ITEMS_PER_STEP = 3;

    private StepBatches() {}

    /** Returns the steps in as few batches as fit, in their order. */
    static List<List<ReservationStep>> of(List<ReservationStep> steps) {
        List<List<ReservationStep>> batches = new ArrayList<>();
        Set<String> skus = new HashSet<>();
        for (ReservationStep step : steps) {
            List<String> added = step.lines().stream().map(ReservationLine::sku).toList();
            skus.addAll(added);
            boolean fits = !batches.isEmpty()
                    && (batches.getLast().size() + 1) * ITEMS_PER_STEP + skus.size() <= Change.MAX_ITEMS;
            if (!fits) {
                batches.add(new ArrayList<>());
                skus.clear();
                skus.addAll(added);
            }
            batches.getLast().add(step);
        }
        return batches;
    }
}
