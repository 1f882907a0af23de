package stage5.load.ordercost;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;
import stage5.load.compare.LocalCloudConsole;
import stage5.load.generator.LoadException;
import stage5.stack.Component;
import stage5.stack.Stack;
import stage5.stack.cloud.CloudClients;
import stage5.topology.Queue;
import stage5.topology.ServiceTopology;
import stage5.topology.Table;
import stage5.topology.Topology;

/** Measures what a run costs: from the beginning of the measured time until all queues are empty after it. */
public final class OrderCostMeter implements AutoCloseable {

    /** The name of the load generator among the processes. */
    private static final String GENERATOR = "load generator";

    private final Stack stack;
    private final LocalCloudConsole console;
    private final ProcessCpu processes;
    private CostReading before;
    private CostReading consumed;

    /** @param stack a running shop with its local cloud */
    public OrderCostMeter(Stack stack) {
        this.stack = stack;
        this.console = new LocalCloudConsole(stack.ports());
        this.processes = new ProcessCpu(stack);
    }

    /**
     * Reads once in advance. The first reading loads classes, which takes CPU time from a shop on the same machine: in the
     * first second of the measured time it would delay requests.
     */
    public void prepare() throws InterruptedException {
        processes.start();
        read();
    }

    /** Begins to measure; the meter must be prepared. */
    public void start() throws InterruptedException {
        before = read();
    }

    /** Waits until all queues are empty, a minute at most, and ends the measurement. */
    public void stop() throws InterruptedException {
        console.awaitEmptyQueues();
        consumed = read().since(before);
        processes.close();
    }

    /**
     * Returns the cost of an order; the measurement must have ended.
     *
     * @param confirmed the number of confirmed orders
     * @param generatorMillis the CPU time of the load generator
     * @return empty without a confirmed order
     */
    public Optional<OrderCost> cost(long confirmed, double generatorMillis) {
        if (confirmed == 0) {
            return Optional.empty();
        }
        consumed.counts().get(CostKind.CPU).put(GENERATOR, generatorMillis);
        return Optional.of(OrderCost.of(confirmed, consumed, owners()));
    }

    private CostReading read() throws InterruptedException {
        return CostReading.of(console.meter(), commandStatistics(), processes.millis());
    }

    private String commandStatistics() {
        try (Jedis redis = CloudClients.redis(stack.ports())) {
            return redis.info("commandstats");
        } catch (JedisException e) {
            throw new LoadException("Redis does not report its commands: " + e.getMessage(), e);
        }
    }

    private static Map<String, String> owners() {
        Map<String, String> owners = new HashMap<>();
        Topology topology = Topology.load();
        for (Component part : Component.services()) {
            ServiceTopology service = topology.of(part.label());
            owners.put(part.label(), part.label());
            Optional.ofNullable(service.topic()).ifPresent(topic -> owners.put(topic, part.label()));
            service.tables().stream().map(Table::name).forEach(table -> owners.put(table, part.label()));
            service.queues().stream().map(Queue::name).forEach(queue -> owners.put(queue, part.label()));
        }
        return owners;
    }

    @Override
    public void close() {
        processes.close();
        console.close();
    }
}
