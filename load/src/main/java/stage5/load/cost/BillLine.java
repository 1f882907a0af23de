package stage5.load.cost;

/** A line of a bill: a quantity and its cost. */
public record BillLine(String what, Quantity quantity, Usd cost) {

    static BillLine of(String what, Quantity quantity, UnitPrice price) {
        return new BillLine(what, quantity, price.of(quantity));
    }
}
