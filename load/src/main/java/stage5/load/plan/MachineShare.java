package stage5.load.plan;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of a load plan that one of several machines sends: every n-th visit, so that all machines together send the
 * whole plan.
 *
 * @param number of the machine, from 1
 * @param of the number of machines
 */
public record MachineShare(int number, int of) {

    /** The share of a machine that sends the whole plan. */
    public static final MachineShare WHOLE = new MachineShare(1, 1);

    private static final Pattern WRITTEN = Pattern.compile("(\\d{1,4})/(\\d{1,4})");

    public MachineShare {
        if (number < 1 || number > of) {
            throw new IllegalArgumentException("There are %d machines, and no machine %d".formatted(of, number));
        }
    }

    /** Returns the share that a command-line argument describes, such as {@code 2/4}. */
    public static MachineShare parse(String text) {
        Matcher written = WRITTEN.matcher(text);
        if (!written.matches()) {
            throw new IllegalArgumentException(
                    "A share is a machine's number and the number of machines, such as 2/4: " + text);
        }
        return new MachineShare(Integer.parseInt(written.group(1)), Integer.parseInt(written.group(2)));
    }

    /** Returns whether this machine sends the visit of that number. */
    boolean has(long visit) {
        return visit % of == number - 1;
    }

    /** Returns how many of the given number of visits, starting at the first, this machine sends. */
    int count(long first, int visits) {
        return (int) (before(first + visits) - before(first));
    }

    private long before(long visit) {
        return (visit + of - number) / of;
    }

    /** Returns this machine's part of a rate. */
    public double part(double rate) {
        return rate / of;
    }

    @Override
    public String toString() {
        return number + "/" + of;
    }
}
