package stage5.load.cost;

/** A line of a bill: so much of a thing, and what it costs. */
public record Line(String what, Quantity quantity, Usd cost) {

    static Line of(String what, Quantity quantity, Price price) {
        return new Line(what, quantity, price.of(quantity));
    }
}
