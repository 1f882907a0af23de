package stage5.simulation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import stage5.cli.check.Books;
import stage5.kit.contract.Contracts;
import stage5.topology.Queue;
import stage5.topology.Topology;

/** SNS and SQS: the topology's subscriptions decide who gets what; the weather decides when, and how often. */
final class Network {

    private static final Contracts CONTRACTS = Contracts.in(Path.of("..", ".."));

    private final Topology topology;
    private final VirtualTime time;
    private final Weather weather;
    private final Map<String, SimulatedQueue> queues;
    private final List<String> departures = new ArrayList<>();
    private long published;
    private int underWay;

    /** @param consumed the queues that somebody consumes here; messages to others go nowhere */
    Network(Topology topology, VirtualTime time, Weather weather, List<String> consumed) {
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

    void publish(String topic, String type, String body) {
        published++;
        Set<String> violations = CONTRACTS.violations(body);
        if (!violations.isEmpty()) {
            departures.add(body + ": " + violations);
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
        underWay++;
        time.after(weather.delivery(), Process.WORLD, () -> {
            underWay--;
            queues.get(queue).add(body);
        });
    }

    boolean isEmpty() {
        return underWay == 0 && queues.values().stream().allMatch(SimulatedQueue::isEmpty);
    }

    Books.Published published() {
        return new Books.Published(published, departures);
    }

    List<Books.Depth> depths() {
        return queues.values().stream().map(SimulatedQueue::depth).toList();
    }
}
