package stage5.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import stage5.kit.events.consumption.Consumption;
import stage5.kit.events.consumption.Delivery;
import stage5.kit.events.consumption.EventConsumer;
import stage5.simulation.SimulatedQueue.Message;

/** Receives, consumes and deletes messages like the container form's poller, without threads. */
final class SimulatedPoller {

    private static final int BATCH_SIZE = 10;
    private static final Duration PAUSE = Duration.ofMillis(400);
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final SimulatedProcess process;
    private final EventConsumer consumer;
    private final Consumption consumption;
    private final SimulatedQueue queue;
    private final RemoteCalls remoteCalls;
    private final VirtualTime time;

    SimulatedPoller(
            SimulatedProcess process,
            EventConsumer consumer,
            Consumption consumption,
            SimulatedQueue queue,
            RemoteCalls remoteCalls,
            VirtualTime time) {
        this.process = process;
        this.consumer = consumer;
        this.consumption = consumption;
        this.queue = queue;
        this.remoteCalls = remoteCalls;
        this.time = time;
    }

    void next() {
        if (!queue.hasVisible()) {
            time.after(PAUSE, process, this::next);
            return;
        }
        remoteCalls
                .call(
                        process,
                        () -> "receive from " + consumer.queue(),
                        () -> queue.receive(BATCH_SIZE, process),
                        TIMEOUT)
                .whenComplete((messages, failure) -> {
                    if (failure == null && !messages.isEmpty()) {
                        handle(messages);
                    } else {
                        time.after(PAUSE, process, this::next);
                    }
                });
    }

    private void handle(List<Message> messages) {
        consumption
                .consume(
                        consumer,
                        messages.stream()
                                .map(message -> new Delivery(message.id(), message.body()))
                                .toList())
                .subscribe()
                .with(failed -> delete(messages, failed));
    }

    private void delete(List<Message> messages, Set<String> failed) {
        List<Message> done = messages.stream()
                .filter(message -> !failed.contains(message.id()))
                .toList();
        remoteCalls
                .call(
                        process,
                        () -> "delete %s, failed %s"
                                .formatted(done.stream().map(Message::id).toList(), failed),
                        () -> {
                            queue.delete(done);
                            return done;
                        },
                        TIMEOUT)
                .whenComplete((deleted, failure) -> {
                    process.returnLastDeliveries((int)
                            messages.stream().filter(Message::isLastDelivery).count());
                    next();
                });
    }
}
