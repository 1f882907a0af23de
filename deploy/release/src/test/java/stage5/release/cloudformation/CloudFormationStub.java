package stage5.release.cloudformation;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A stub of the CloudFormation actions that a deployment calls, on a loopback port. A stack reaches its final status at the
 * second DescribeStacks call. It fails if its template contains the word set by {@link #failAt}.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Operations.html">the API</a>
 */
final class CloudFormationStub implements AutoCloseable {

    private final HttpServer server;
    private final Map<String, Stack> stacks = new LinkedHashMap<>();
    private final List<String> calls = new ArrayList<>();
    private String failureWord = "nothing";
    private String authorization;

    private static final class Stack {
        private String template;
        private String token;
        private String verb;
        private String status;
        private int describeCalls;
    }

    CloudFormationStub() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Returns the creations and updates, in order. */
    List<String> calls() {
        return calls;
    }

    /** Returns the Authorization header of the last request. */
    String authorization() {
        return authorization;
    }

    String template(String stack) {
        return stacks.get(stack).template;
    }

    void failAt(String word) {
        failureWord = word;
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        Map<String, String> form = form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        authorization = exchange.getRequestHeaders().getFirst("Authorization");
        String action = form.get("Action");
        String name = form.get("StackName");
        Stack stack = stacks.get(name);
        switch (action) {
            case "CreateStack" -> reply(exchange, action, begin(name, "CREATE", form));
            case "UpdateStack" -> {
                if (stack.template.equals(form.get("TemplateBody"))) {
                    refuse(exchange, "No updates are to be performed.");
                } else {
                    reply(exchange, action, begin(name, "UPDATE", form));
                }
            }
            case "DescribeStacks" -> {
                if (stack == null) {
                    refuse(exchange, "Stack with id " + name + " does not exist");
                } else {
                    reply(
                            exchange,
                            action,
                            "<Stacks><member>" + described(name, advance(stack)) + "</member></Stacks>");
                }
            }
            case "DescribeStackEvents" ->
                reply(exchange, action, "<StackEvents>" + events(name, stack) + "</StackEvents>");
            default -> throw new IllegalStateException("Unsupported action: " + action);
        }
    }

    private String begin(String name, String verb, Map<String, String> form) {
        Stack stack = stacks.computeIfAbsent(name, ignored -> new Stack());
        stack.template = form.get("TemplateBody");
        stack.token = form.get("ClientRequestToken");
        stack.verb = verb;
        stack.status = verb + "_IN_PROGRESS";
        stack.describeCalls = 0;
        calls.add(verb + " " + name);
        return "<StackId>arn:aws:cloudformation:us-east-1:0:stack/" + name + "/1</StackId>";
    }

    private Stack advance(Stack stack) {
        stack.describeCalls++;
        if (stack.describeCalls > 1 && stack.status.endsWith("_IN_PROGRESS")) {
            boolean fails = stack.template.contains(failureWord);
            stack.status = fails
                    ? (stack.verb.equals("CREATE") ? "ROLLBACK_COMPLETE" : "UPDATE_ROLLBACK_COMPLETE")
                    : stack.verb + "_COMPLETE";
        }
        return stack;
    }

    private static String described(String name, Stack stack) {
        return "<StackName>%s</StackName><StackStatus>%s</StackStatus><CreationTime>2026-01-02T10:15:30Z</CreationTime>"
                .formatted(name, stack.status);
    }

    private static String events(String name, Stack stack) {
        String event = """
                <member><EventId>%s</EventId><StackId>1</StackId><StackName>%s</StackName>\
                <LogicalResourceId>%s</LogicalResourceId><ResourceType>AWS::CloudFormation::Stack</ResourceType>\
                <Timestamp>2026-01-02T10:15:30Z</Timestamp><ResourceStatus>%s</ResourceStatus>\
                <ResourceStatusReason>because</ResourceStatusReason><ClientRequestToken>%s</ClientRequestToken></member>""";
        String begun = event.formatted("1", name, name, stack.verb + "_IN_PROGRESS", stack.token);
        String other = event.formatted("0", name, name, "DELETE_COMPLETE", "another-deployment");
        return (stack.describeCalls > 1 ? event.formatted("2", name, name, stack.status, stack.token) : "")
                + begun
                + other;
    }

    private static Map<String, String> form(String body) {
        return Stream.of(body.split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> decoded(pair[0]), pair -> decoded(pair[1])));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static void refuse(HttpExchange exchange, String message) throws IOException {
        send(exchange, 400, """
                <ErrorResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><Error><Type>Sender</Type>\
                <Code>ValidationError</Code><Message>%s</Message></Error><RequestId>1</RequestId></ErrorResponse>""".formatted(message));
    }

    private static void reply(HttpExchange exchange, String action, String result) throws IOException {
        send(exchange, 200, """
                <%1$sResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><%1$sResult>%2$s</%1$sResult>\
                <ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></%1$sResponse>""".formatted(action, result));
    }

    private static void send(HttpExchange exchange, int status, String xml) throws IOException {
        byte[] body = xml.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/xml");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
