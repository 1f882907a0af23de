package stage5.simulation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import stage5.cli.check.Books;
import stage5.topology.Queue;

/** An SQS queue with its dead-letter queue: in no order, and what is not deleted in time comes again. */
final class SimulatedQueue {

    private final String name;
    private final VirtualTime time;
    private final Weather weather;
    private final List<Message> messages = new ArrayList<>();
    private final List<Message> dead = new ArrayList<>();
    private int numbers;

    SimulatedQueue(String name, VirtualTime time, Weather weather) {
        this.name = name;
        this.time = time;
        this.weather = weather;
    }

    void add(String body) {
        messages.add(new Message(name + "-" + ++numbers, body));
    }

    /** Returns some of the messages that nobody else has just now; of those that are there for the last time, to a process that is spared. */
    List<Message> receive(int most, Process receiver) {
        List<Message> found = new ArrayList<>();
        for (Message message : List.copyOf(messages)) {
            if (message.visibleAt.isAfter(time.now())) {
                continue;
            }
            if (message.receives == Queue.MAX_RECEIVES) {
                messages.remove(message);
                dead.add(message);
            } else {
                found.add(message);
            }
        }
        Collections.shuffle(found, weather.random());
        List<Message> received = List.copyOf(found.subList(0, Math.min(most, found.size())));
        for (Message message : received) {
            message.receives++;
            message.visibleAt = time.now().plus(Queue.VISIBILITY);
            if (message.isLastChance()) {
                receiver.takeLastChance();
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

    /** Returns whether a receive would find anything: who polls an idle queue makes no story. */
    boolean hasVisible() {
        return messages.stream().anyMatch(message -> !message.visibleAt.isAfter(time.now()));
    }

    Books.Depth depth() {
        return new Books.Depth(name, messages.size(), dead.size());
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

        boolean isLastChance() {
            return receives == Queue.MAX_RECEIVES;
        }
    }
}
