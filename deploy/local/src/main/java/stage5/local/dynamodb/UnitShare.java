package stage5.local.dynamodb;

import java.util.List;
import java.util.function.ObjDoubleConsumer;

/**
 * Divides the units that DynamoDB Local states for a table or an index as a whole among the keys of a call.
 *
 * @param key null if the key is unknown
 * @param minimum the least units that the key consumes
 * @param open whether the key may consume more than its minimum, because the size of its item is unknown
 */
record UnitShare(String key, double minimum, boolean open) {

    static double minimum(List<UnitShare> shares) {
        return shares.stream().mapToDouble(UnitShare::minimum).sum();
    }

    /**
     * Gives each share its minimum, and the rest in equal parts to the open shares; to all shares if none is open. If the
     * total is less than all minimums, each share gets the same part of its minimum. Without shares the key is unknown.
     */
    static void divide(double total, List<UnitShare> shares, ObjDoubleConsumer<String> units) {
        if (shares.isEmpty()) {
            units.accept(null, total);
            return;
        }
        double minimum = minimum(shares);
        double part = minimum == 0 ? 1 : Math.min(1, total / minimum);
        double rest = total - part * minimum;
        boolean anyOpen = shares.stream().anyMatch(UnitShare::open);
        long takers = anyOpen ? shares.stream().filter(UnitShare::open).count() : shares.size();
        for (UnitShare share : shares) {
            double own = part * share.minimum() + (share.open() || !anyOpen ? rest / takers : 0);
            if (own > 0) {
                units.accept(share.key(), own);
            }
        }
    }
}
