package stage5.load.http;

import java.util.List;
import java.util.NoSuchElementException;

/** The due times of the requests of consecutive phases, in nanoseconds since the start of the run. */
final class DueTimes {

    private final List<LoadPhase> phases;
    private int phase;
    private long start;
    private long request;

    DueTimes(List<LoadPhase> phases) {
        this.phases = List.copyOf(phases);
        skipFinished();
    }

    boolean hasNext() {
        return phase < phases.size();
    }

    /** Returns the next due time. */
    long peek() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return start + (long) (request * 1e9 / phases.get(phase).rate());
    }

    /** Returns the next due time and goes on to the one after it. */
    long next() {
        long due = peek();
        request++;
        skipFinished();
        return due;
    }

    private void skipFinished() {
        while (hasNext() && request >= phases.get(phase).requests()) {
            start += phases.get(phase).length().toNanos();
            request = 0;
            phase++;
        }
    }

    /** Returns the index of the phase at a time, which is the last phase after the end of all. */
    int phaseAt(long nanos) {
        long end = 0;
        for (int i = 0; i < phases.size(); i++) {
            end += phases.get(i).length().toNanos();
            if (nanos < end) {
                return i;
            }
        }
        return phases.size() - 1;
    }
}
