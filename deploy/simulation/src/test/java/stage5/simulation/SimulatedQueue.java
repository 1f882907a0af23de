package stage5.simulation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import stage5.cli.check.CheckAdapter;
import stage5.topology.Queue;

/** An SQS queue with its dead-letter queue: unordered; redelivers messages that are not deleted in time. */
final class SimulatedQueue {

    private final String name;
    private final VirtualTime time;
    private final Weather weather;
    private final List<Message> messages = new ArrayList<>();
    private final List<Message> dead = new ArrayList<>();
    private int added;

    SimulatedQueue(String name, VirtualTime time, Weather weather) {
        this.name = name;
        this.time = time;
        this.weather = weather;
    }

    void add(String body) {
        messages.add(new Message(name + "-" + ++added, body));
    }

    /** Returns visible messages in random order. A receiver of a last delivery is protected from faults until it is done. */
    List<Message> receive(int max, SimulatedProcess receiver) {
        List<Message> visible = new ArrayList<>();
        for (Message message : List.copyOf(messages)) {
            if (message.visibleAt.isAfter(time.now())) {
                continue;
            }
            if (message.receives == Queue.MAX_RECEIVES) {
                messages.remove(message);
                dead.add(message);
            } else {
                visible.add(message);
            }
        }
        Collections.shuffle(visible, weather.random());
        List<Message> received = List.copyOf(visible.subList(0, Math.min(max, visible.size())));
        for (Message message : received) {
            message.receives++;
            message.visibleAt = time.now().plus(Queue.VISIBILITY);
            if (message.isLastDelivery()) {
                receiver.takeLastDelivery();
            }
        }
        return received;
    }

    void delete(List<Message> done) {
        messages.removeAll(done);
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }

    /** Returns whether a receive would return a message; polls of an idle queue are not logged. */
    boolean hasVisible() {
        return messages.stream().anyMatch(message -> !message.visibleAt.isAfter(time.now()));
    }

    CheckAdapter.QueueDepth depth() {
        return new CheckAdapter.QueueDepth(name, messages.size(), dead.size());
    }

    static final class Message {

        private final String id;
        private final String body;
        private Instant visibleAt = Instant.MIN;
        private int receives;

        Message(String id, String body) {
            this.id = id;
            this.body = body;
        }

        String id() {
            return id;
        }

        String body() {
            return body;
        }

        boolean isLastDelivery() {
            return receives == Queue.MAX_RECEIVES;
        }
    }
}
