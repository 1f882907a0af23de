package stage5.catalog.domain;

import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * What orders do to the stock of one product, in units. Several orders are merged to one move, so that one write of the
 * stock item serves all of them.
 *
 * @param reserved units that move from on hand to reserved
 * @param sold units that move from reserved to sold
 * @param released units that move from reserved to on hand
 */
public record StockMove(String sku, long reserved, long sold, long released) {

    /** Returns the move of a line that is reserved. */
    public static StockMove reserving(ReservationLine line) {
        return new StockMove(line.sku(), line.quantity(), 0, 0);
    }

    /** Returns the move of a reserved line that is sold. */
    public static StockMove selling(ReservationLine line) {
        return new StockMove(line.sku(), 0, line.quantity(), 0);
    }

    /** Returns the move of a reserved line that is released. */
    public static StockMove releasing(ReservationLine line) {
        return new StockMove(line.sku(), 0, 0, line.quantity());
    }

    /** Returns the moves merged to one move per product, in the order of the SKUs. */
    public static List<StockMove> merged(Collection<StockMove> moves) {
        TreeMap<String, StockMove> bySku = new TreeMap<>();
        moves.forEach(move -> bySku.merge(move.sku, move, StockMove::and));
        return List.copyOf(bySku.values());
    }

    /** Returns the change of the units on hand. */
    public long onHandChange() {
        return released - reserved;
    }

    /** Returns the change of the reserved units. */
    public long reservedChange() {
        return reserved - settled();
    }

    /** Returns the units that have to be reserved before the move. */
    public long settled() {
        return sold + released;
    }

    /** Returns whether units come on hand or leave it, which readers of the product see. */
    public boolean touchesOnHand() {
        return reserved > 0 || released > 0;
    }

    private StockMove and(StockMove other) {
        return new StockMove(
                sku, sum(other, StockMove::reserved), sum(other, StockMove::sold), sum(other, StockMove::released));
    }

    private long sum(StockMove other, ToLongFunction<StockMove> units) {
        return Math.addExact(units.applyAsLong(this), units.applyAsLong(other));
    }
}
