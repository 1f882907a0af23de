package stage5.kit.container;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The messages of one queue that are received and not yet finished. Not thread-safe: only used on the receiver's
 * context.
 */
final class MessagesInWork {

    private final Map<String, Entry> entries = new LinkedHashMap<>(); // by message id
    private final LongSupplier nanoClock;

    /** @param nanoClock a monotonic clock such as {@link System#nanoTime()} */
    MessagesInWork(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /**
     * Adds a received message. Returns false if it is in work already: SQS delivers a message again if its visibility
     * time-out has ended, and sometimes without a reason. Only the latest receipt handle deletes it.
     */
    boolean add(String messageId, String receiptHandle) {
        long now = nanoClock.getAsLong();
        Entry known = entries.get(messageId);
        if (known != null) {
            known.receiptHandle = receiptHandle;
            known.hiddenAt = now;
            return false;
        }
        entries.put(messageId, new Entry(receiptHandle, now));
        return true;
    }

    /** Ends the work on a message. Returns null if its work was given up before. */
    Finished remove(String messageId) {
        Entry entry = entries.remove(messageId);
        return entry == null
                ? null
                : new Finished(entry.receiptHandle, Duration.ofNanos(nanoClock.getAsLong() - entry.receivedAt));
    }

    /**
     * Returns the receipt handles of the messages whose visibility time-out is to be extended.
     *
     * @param hiddenFor the time since they were hidden last, at least
     * @param youngerThan the time since they were received first, at most
     */
    List<String> toExtend(Duration hiddenFor, Duration youngerThan) {
        long now = nanoClock.getAsLong();
        return entries.values().stream()
                .filter(entry -> now - entry.hiddenAt >= hiddenFor.toNanos())
                .filter(entry -> now - entry.receivedAt <= youngerThan.toNanos())
                .map(entry -> entry.receiptHandle)
                .toList();
    }

    /**
     * Records that the messages were hidden again.
     *
     * @param at by the clock of this object
     */
    void hidden(List<String> receiptHandles, long at) {
        for (Entry entry : entries.values()) {
            if (receiptHandles.contains(entry.receiptHandle)) {
                entry.hiddenAt = at;
            }
        }
    }

    /** Removes the messages that were received this long ago or longer, and returns their ids. */
    List<String> giveUp(Duration longestWork) {
        long now = nanoClock.getAsLong();
        List<String> givenUp = new ArrayList<>();
        Iterator<Map.Entry<String, Entry>> all = entries.entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<String, Entry> entry = all.next();
            if (now - entry.getValue().receivedAt >= longestWork.toNanos()) {
                givenUp.add(entry.getKey());
                all.remove();
            }
        }
        return givenUp;
    }

    /** Returns the receipt handles of all messages, and removes the messages. */
    List<String> removeAll() {
        List<String> receiptHandles =
                entries.values().stream().map(entry -> entry.receiptHandle).toList();
        entries.clear();
        return receiptHandles;
    }

    int size() {
        return entries.size();
    }

    /**
     * A message whose work has ended.
     *
     * @param latency the time since it was received first
     */
    record Finished(String receiptHandle, Duration latency) {}

    private static final class Entry {

        private final long receivedAt;
        private String receiptHandle;
        private long hiddenAt;

        Entry(String receiptHandle, long now) {
            this.receiptHandle = receiptHandle;
            this.receivedAt = now;
            this.hiddenAt = now;
        }
    }
}
