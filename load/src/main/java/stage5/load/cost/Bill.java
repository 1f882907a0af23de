package stage5.load.cost;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What something costs in a month, line by line. */
public record Bill(List<Line> lines) {

    public Bill {
        lines = List.copyOf(lines);
    }

    static Bill of(Line... lines) {
        return new Bill(Arrays.asList(lines));
    }

    Bill plus(Bill other) {
        List<Line> both = new ArrayList<>(lines);
        both.addAll(other.lines);
        return new Bill(both);
    }

    /** Returns the sum of all lines, not rounded. */
    public Usd total() {
        return lines.stream().map(Line::cost).reduce(Usd.NOTHING, Usd::plus);
    }
}
