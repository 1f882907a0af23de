package stage5.load.cost;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A monthly bill. */
public record Bill(List<BillLine> lines) {

    public Bill {
        lines = List.copyOf(lines);
    }

    static Bill of(BillLine... lines) {
        return new Bill(Arrays.asList(lines));
    }

    Bill plus(Bill other) {
        List<BillLine> both = new ArrayList<>(lines);
        both.addAll(other.lines);
        return new Bill(both);
    }

    /** Returns the sum of all lines, unrounded. */
    public Usd total() {
        return lines.stream().map(BillLine::cost).reduce(Usd.NOTHING, Usd::plus);
    }
}
