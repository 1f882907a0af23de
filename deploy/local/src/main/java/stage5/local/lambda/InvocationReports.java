package stage5.local.lambda;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The newest reports of all functions, as many as are kept. */
public final class InvocationReports {

    private final int kept;
    private final Deque<InvocationReport> newestFirst = new ArrayDeque<>();

    public InvocationReports(int kept) {
        this.kept = kept;
    }

    synchronized void add(InvocationReport report) {
        if (newestFirst.size() == kept) {
            newestFirst.removeLast();
        }
        newestFirst.addFirst(report);
    }

    /** Returns the newest reports first, of one function or of all. */
    public synchronized List<InvocationReport> newest(Optional<String> function, int limit) {
        return newestFirst.stream()
                .filter(report -> function.map(report.function()::equals).orElse(true))
                .limit(limit)
                .toList();
    }
}
