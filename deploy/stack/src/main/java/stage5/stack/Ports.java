package stage5.stack;

import java.net.URI;
import java.util.SortedMap;
import java.util.TreeMap;
import stage5.topology.AwsEndpoints;

/**
 * The addresses of a stack: ports on 127.0.0.1, counted from one base, so that stacks can run side by side.
 *
 * @param externalAws the endpoints of DynamoDB, SQS and SNS; null for those of the local cloud
 */
public record Ports(int base, AwsEndpoints externalAws) {

    /** The default port base. */
    public static final int USUAL_BASE = 8080;

    static final int HIGHEST = 65535;
    static final int HIGHEST_OFFSET = 19;

    public Ports {
        if (base < 1024 || base + HIGHEST_OFFSET > HIGHEST) {
            throw new StackException(
                    "The port base must be between 1024 and %d, not %d".formatted(HIGHEST - HIGHEST_OFFSET, base));
        }
    }

    /** Returns the ports of a stack that uses the local cloud's DynamoDB, SQS and SNS. */
    public Ports(int base) {
        this(base, null);
    }

    /** Returns whether DynamoDB, SQS and SNS are outside the local cloud. */
    boolean hasExternalAws() {
        return externalAws != null;
    }

    boolean isUsual() {
        return base == USUAL_BASE;
    }

    /** Returns the port of the component's HTTP server; for the local cloud, the port of its console. */
    public int of(Component component) {
        return base + component.offset();
    }

    /** Returns the base URL of a component; for the local cloud, of its console. */
    public URI address(Component component) {
        return http(of(component));
    }

    public URI gateway() {
        return address(Component.GATEWAY);
    }

    /** Returns the base URL of the emulated payment provider. */
    public URI payment() {
        return http(base + 10);
    }

    /** Returns the base URL of the local cloud's console (health, mails, functions). */
    public URI console() {
        return address(Component.CLOUD);
    }

    public URI dynamoDb() {
        return hasExternalAws() ? externalAws.dynamodb() : http(base + 12);
    }

    public URI sqs() {
        return hasExternalAws() ? externalAws.sqs() : http(base + 13);
    }

    public URI sns() {
        return hasExternalAws() ? externalAws.sns() : http(base + 14);
    }

    /** Returns the port of the Redis of sessions. */
    public int sessions() {
        return base + 9;
    }

    /** Returns the port of the Redis of everything but sessions. */
    public int redis() {
        return base + 15;
    }

    public int smtp() {
        return base + 16;
    }

    /** Returns the endpoint for spans, by OTLP over HTTP. */
    public URI otlp() {
        return http(base + 17);
    }

    public URI zipkin() {
        return http(base + 18);
    }

    /** Returns the endpoint of the Lambda API, which invokes functions. */
    public URI lambda() {
        return http(base + HIGHEST_OFFSET);
    }

    /** Returns the {@code ./stage5} command line for this stack. */
    public String call(String command) {
        return "./stage5 " + command + (isUsual() ? "" : " --port-base " + base);
    }

    /** Returns the name of the service for each port that a service needs. */
    SortedMap<Integer, String> neededByServices() {
        SortedMap<Integer, String> needed = new TreeMap<>();
        Component.services().forEach(component -> needed.put(of(component), component.label()));
        return needed;
    }

    /** Returns the user of each port that must be free, for the whole stack or only for the local cloud. */
    SortedMap<Integer, String> needed(boolean services) {
        SortedMap<Integer, String> needed = services ? neededByServices() : new TreeMap<>();
        needed.put(payment().getPort(), "the payment provider");
        needed.put(console().getPort(), "the console");
        if (!hasExternalAws()) {
            needed.put(dynamoDb().getPort(), "DynamoDB");
            needed.put(sqs().getPort(), "SQS");
            needed.put(sns().getPort(), "SNS");
        }
        needed.put(sessions(), "Redis for sessions");
        needed.put(redis(), "Redis");
        needed.put(smtp(), "the mail server");
        needed.put(otlp().getPort(), "the trace store");
        needed.put(zipkin().getPort(), "Zipkin");
        needed.put(lambda().getPort(), "Lambda");
        return needed;
    }

    private static URI http(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }
}
