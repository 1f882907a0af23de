package stage5.local.dynamodb;

import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBServerHandler;
import java.time.Duration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import stage5.local.Emulator;
import stage5.local.aws.Aws;
import stage5.local.fault.FaultControl;
import stage5.local.meter.UsageCounters;
import stage5.topology.Topology;

/**
 * Runs Amazon's DynamoDB Local in memory, with the topology's tables and with faults.
 *
 * <p>Uses its own Jetty server, because Amazon's {@code ServerRunner} listens on all interfaces.
 */
public final class DynamoDbEmulator implements Emulator {

    private static final int MAX_THREADS = 64;

    private final int port;
    private final Topology topology;
    private final UsageCounters usage;
    private final Pause pause;
    private final FaultControl<DynamoDbFault> faults = FaultyDynamoDb.control();
    private FaultyDynamoDb database;
    private Server server;
    private volatile boolean hasTables;

    /** @param usage counts the capacity that calls consume */
    public DynamoDbEmulator(int port, Topology topology, UsageCounters usage) {
        this(port, topology, usage, Thread::sleep);
    }

    /** @param pause lets the time pass that a fault adds to a call */
    DynamoDbEmulator(int port, Topology topology, UsageCounters usage, Pause pause) {
        this.port = port;
        this.topology = topology;
        this.usage = usage;
        this.pause = pause;
    }

    @Override
    public String name() {
        return "dynamodb";
    }

    @Override
    public void start() throws Exception {
        database = new FaultyDynamoDb(usage, faults, pause);
        server = new Server(new QueuedThreadPool(MAX_THREADS));
        ServerConnector connector = new ServerConnector(server, 1, 1);
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        server.addConnector(connector);
        server.setHandler(new LocalDynamoDBServerHandler(database, null));
        server.start();
        try (DynamoDbClient client = Aws.client(DynamoDbClient.builder(), port, Duration.ofSeconds(20))) {
            topology.tables().forEach(new TableCreation(client)::create);
        }
        hasTables = true;
    }

    /** Returns the control of the faults. */
    public FaultControl<DynamoDbFault> faults() {
        return faults;
    }

    @Override
    public boolean isUp() {
        return hasTables && server.isStarted();
    }

    @Override
    public void close() {
        if (server != null) {
            try {
                server.stop();
            } catch (Exception e) {
                throw new IllegalStateException("DynamoDB Local can't be stopped", e);
            } finally {
                database.shutdown();
            }
        }
    }
}
