package stage5.local.lambda;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Keeps the newest reports of all functions. */
public final class InvocationReports {

    private final int capacity;
    private final Deque<InvocationReport> newestFirst = new ArrayDeque<>();

    public InvocationReports(int capacity) {
        this.capacity = capacity;
    }

    synchronized void add(InvocationReport report) {
        if (newestFirst.size() == capacity) {
            newestFirst.removeLast();
        }
        newestFirst.addFirst(report);
    }

    /** Returns the reports of one function or of all, newest first. */
    public synchronized List<InvocationReport> newest(Optional<String> function, int limit) {
        return newestFirst.stream()
                .filter(report -> function.map(report.function()::equals).orElse(true))
                .limit(limit)
                .toList();
    }
}
