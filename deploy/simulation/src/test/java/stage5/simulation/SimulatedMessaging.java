package stage5.simulation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import stage5.cli.check.CheckAdapter;
import stage5.kit.contract.PublisherContracts;
import stage5.topology.Queue;
import stage5.topology.Topology;

/** Simulates SNS and SQS: routes by the topology's subscriptions; the weather draws delays and duplicates. */
final class SimulatedMessaging {

    private static final PublisherContracts CONTRACTS = PublisherContracts.in(Path.of("..", ".."));

    private final Topology topology;
    private final VirtualTime time;
    private final Weather weather;
    private final Map<String, SimulatedQueue> queues;
    private final List<String> contractViolations = new ArrayList<>();
    private long published;
    private int inTransit;

    /** @param consumed the queues with a simulated consumer; messages for other queues are dropped */
    SimulatedMessaging(Topology topology, VirtualTime time, Weather weather, List<String> consumed) {
        this.topology = topology;
        this.time = time;
        this.weather = weather;
        this.queues = consumed.stream()
                .collect(Collectors.toMap(
                        name -> name, name -> new SimulatedQueue(name, time, weather), (a, b) -> a, TreeMap::new));
    }

    SimulatedQueue queue(String name) {
        return queues.get(name);
    }

    /** Checks the event against its contract and delivers it to the subscribed queues. */
    void publish(String topic, String type, String body) {
        published++;
        Set<String> violations = CONTRACTS.violations(body);
        if (!violations.isEmpty()) {
            contractViolations.add(body + ": " + violations);
        }
        topology.queues()
                .filter(queue -> queues.containsKey(queue.name()))
                .filter(queue -> queue.subscriptions().stream().anyMatch(s -> admits(s, topic, type)))
                .forEach(queue -> {
                    deliver(queue.name(), body);
                    if (weather.duplicates()) {
                        deliver(queue.name(), body);
                    }
                });
    }

    private static boolean admits(Queue.Subscription subscription, String topic, String type) {
        return subscription.topic().equals(topic) && subscription.types().contains(type);
    }

    private void deliver(String queue, String body) {
        inTransit++;
        time.after(weather.delivery(), SimulatedProcess.WORLD, () -> {
            inTransit--;
            queues.get(queue).add(body);
        });
    }

    /** Returns whether no message is in transit or in a queue. */
    boolean isEmpty() {
        return inTransit == 0 && queues.values().stream().allMatch(SimulatedQueue::isEmpty);
    }

    CheckAdapter.Published published() {
        return new CheckAdapter.Published(published, contractViolations);
    }

    List<CheckAdapter.QueueDepth> depths() {
        return queues.values().stream().map(SimulatedQueue::depth).toList();
    }
}
