package stage5.load.plan;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The visitors that one of several machines sends, where one alone can't drive them all: every so many-th of the plan's,
 * so that all machines together send the plan.
 *
 * @param number of the machine, from 1
 * @param of how many there are
 */
public record Share(int number, int of) {

    /** That of a machine that sends all visitors itself. */
    public static final Share WHOLE = new Share(1, 1);

    private static final Pattern WRITTEN = Pattern.compile("(\\d{1,4})/(\\d{1,4})");

    public Share {
        if (number < 1 || number > of) {
            throw new IllegalArgumentException("Of %d machines there is no number %d".formatted(of, number));
        }
    }

    /** Returns the share as it is written in commands: {@code 2/4}. */
    public static Share parse(String text) {
        Matcher written = WRITTEN.matcher(text);
        if (!written.matches()) {
            throw new IllegalArgumentException("A share is a machine's number and how many there are, as 2/4: " + text);
        }
        return new Share(Integer.parseInt(written.group(1)), Integer.parseInt(written.group(2)));
    }

    /** Returns whether that visit of the plan is this machine's. */
    boolean has(long visit) {
        return visit % of == number - 1;
    }

    /** Returns how many of that many visits, from that one on, are this machine's. */
    int count(long first, int visits) {
        return (int) (before(first + visits) - before(first));
    }

    private long before(long visit) {
        return (visit + of - number) / of;
    }

    /** Returns what this machine sends of a rate. */
    public double part(double rate) {
        return rate / of;
    }

    @Override
    public String toString() {
        return number + "/" + of;
    }
}
