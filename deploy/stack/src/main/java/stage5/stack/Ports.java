package stage5.stack;

import java.net.URI;
import java.util.SortedMap;
import java.util.TreeMap;
import stage5.topology.AwsEndpoints;

/**
 * The ports of a stack, all on 127.0.0.1 and all counted from one base, so that stacks can run side by side.
 *
 * @param externalAws where DynamoDB, SQS and SNS are instead, null for the local cloud's own
 */
public record Ports(int base, AwsEndpoints externalAws) {

    /** The base where nobody asks for another. */
    public static final int USUAL_BASE = 8080;

    static final int HIGHEST = 65535;
    static final int HIGHEST_OFFSET = 19;

    public Ports {
        if (base < 1024 || base + HIGHEST_OFFSET > HIGHEST) {
            throw new StackException(
                    "The port base must lie between 1024 and %d, not %d".formatted(HIGHEST - HIGHEST_OFFSET, base));
        }
    }

    /** Returns the ports of a stack that has all that it needs here. */
    public Ports(int base) {
        this(base, null);
    }

    /** Returns whether DynamoDB, SQS and SNS are somebody else's. */
    boolean hasExternalAws() {
        return externalAws != null;
    }

    boolean isUsual() {
        return base == USUAL_BASE;
    }

    /** Returns the port that the component is asked for its health at. */
    public int of(Component component) {
        return base + component.offset();
    }

    /** Returns the address of a component: a service, or the local cloud's console. */
    public URI address(Component component) {
        return http(of(component));
    }

    public URI gateway() {
        return address(Component.GATEWAY);
    }

    /** Returns the address of the payment provider's stand-in. */
    public URI payment() {
        return http(base + 10);
    }

    /** Returns the address of the local cloud's console: health, mails. */
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

    public int redis() {
        return base + 15;
    }

    public int smtp() {
        return base + 16;
    }

    /** Returns the address that spans are sent to, by OTLP over HTTP. */
    public URI otlp() {
        return http(base + 17);
    }

    public URI zipkin() {
        return http(base + 18);
    }

    /** Returns the address of the Lambda service's API, which invokes functions. */
    public URI lambda() {
        return http(base + HIGHEST_OFFSET);
    }

    /** Returns how to call the front door about this very stack. */
    public String call(String command) {
        return "./stage5 " + command + (isUsual() ? "" : " --port-base " + base);
    }

    /** Returns which service wants which port. */
    SortedMap<Integer, String> wantedByServices() {
        SortedMap<Integer, String> wanted = new TreeMap<>();
        Component.services().forEach(component -> wanted.put(of(component), component.label()));
        return wanted;
    }

    /** Returns who wants which port, for the whole stack or only for the local cloud. */
    SortedMap<Integer, String> wanted(boolean services) {
        SortedMap<Integer, String> wanted = services ? wantedByServices() : new TreeMap<>();
        wanted.put(payment().getPort(), "the payment provider");
        wanted.put(console().getPort(), "the console");
        if (!hasExternalAws()) {
            wanted.put(dynamoDb().getPort(), "DynamoDB");
            wanted.put(sqs().getPort(), "SQS");
            wanted.put(sns().getPort(), "SNS");
        }
        wanted.put(redis(), "Redis");
        wanted.put(smtp(), "the mail server");
        wanted.put(otlp().getPort(), "the trace store");
        wanted.put(zipkin().getPort(), "Zipkin");
        wanted.put(lambda().getPort(), "Lambda");
        return wanted;
    }

    private static URI http(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }
}
