package stage5.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import stage5.aws.account.AwsAccess;

/** A stub of an AWS account: the calls of the commands, on a loopback port. All regions have the same content. */
public final class StubAccount implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CLOUDFORMATION = "http://cloudformation.amazonaws.com/doc/2010-05-15/";

    private final HttpServer server;
    private final List<String> changes = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, String> stacks = new ConcurrentHashMap<>();
    private final Map<String, List<String>> parameters = new ConcurrentHashMap<>();
    private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
    private final Map<String, Double> quotas = new ConcurrentHashMap<>();
    private final Map<String, String> identityProviders = new ConcurrentHashMap<>();
    private final Set<String> existing = ConcurrentHashMap.newKeySet();
    private final Set<String> tagged = ConcurrentHashMap.newKeySet();
    private final Set<String> failing = ConcurrentHashMap.newKeySet();
    private volatile String account = AssemblyFixture.ACCOUNT;
    private volatile int concurrency = 1000;
    private volatile boolean mailSandbox;
    private volatile JsonNode fence = JSON.createObjectNode();

    public StubAccount() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public AwsAccess access() {
        return new AwsAccess(
                Optional.of(endpoint()), StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")));
    }

    public void setAccount(String number) {
        account = number;
    }

    public void setConcurrency(int executions) {
        concurrency = executions;
    }

    public void setQuota(String code, double value) {
        quotas.put(code, value);
    }

    public void setMailSandbox() {
        mailSandbox = true;
    }

    public void addStack(String name, String status) {
        stacks.put(name, status);
    }

    /** Adds a value to the history of a parameter. */
    public void putParameter(String name, String value) {
        parameters
                .computeIfAbsent(name, ignored -> Collections.synchronizedList(new ArrayList<>()))
                .add(value);
    }

    /** Adds something that exists: a name, or the service that is enabled. */
    public void add(String name) {
        existing.add(name);
    }

    /** Adds an OIDC identity provider that admits one audience. */
    public void setIdentityProvider(String arn, String audience) {
        identityProviders.put(arn, audience);
    }

    public void addTagged(String arn) {
        tagged.add(arn);
    }

    void putObject(String bucketAndKey, byte[] content) {
        objects.put("/" + bucketAndKey, content);
    }

    /** Makes calls of the action fail, as those without a permission do. */
    public void deny(String action) {
        failing.add(action);
    }

    /** Returns the calls that change something, in order. */
    public List<String> changes() {
        return changes;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        if (target != null) {
            String action = target.substring(target.indexOf('.') + 1);
            if (failing.contains(action)) {
                send(exchange, 400, "{\"__type\":\"AccessDeniedException\"}");
            } else {
                json(exchange, action, JSON.readTree(body));
            }
        } else if (body.contains("Action=")) {
            query(exchange, form(body));
        } else {
            rest(exchange, exchange.getRequestURI());
        }
    }

    private void json(HttpExchange exchange, String action, JsonNode request) throws IOException {
        String name = request.path("Name").asText();
        switch (action) {
            case "GetParameter" -> {
                if (parameters.containsKey(name)) {
                    ObjectNode answer = JSON.createObjectNode();
                    answer.putObject("Parameter")
                            .put("Name", name)
                            .put("Value", parameters.get(name).getLast());
                    send(exchange, 200, answer.toString());
                } else {
                    send(exchange, 400, "{\"__type\":\"ParameterNotFound\"}");
                }
            }
            case "GetParametersByPath" -> {
                ObjectNode answer = JSON.createObjectNode();
                ArrayNode all = answer.putArray("Parameters");
                new TreeMap<>(parameters).forEach((parameter, values) -> {
                    if (parameter.startsWith(request.path("Path").asText() + "/")) {
                        all.addObject().put("Name", parameter).put("Value", values.getLast());
                    }
                });
                send(exchange, 200, answer.toString());
            }
            case "GetParameterHistory" -> {
                ObjectNode answer = JSON.createObjectNode();
                ArrayNode all = answer.putArray("Parameters");
                List<String> values = parameters.getOrDefault(name, List.of());
                for (int version = 1; version <= values.size(); version++) {
                    all.addObject().put("Name", name).put("Version", version).put("Value", values.get(version - 1));
                }
                send(exchange, 200, answer.toString());
            }
            case "PutParameter" -> {
                changes.add("put %s %s".formatted(name, request.path("Value").asText()));
                putParameter(name, request.path("Value").asText());
                send(exchange, 200, "{\"Version\":1}");
            }
            case "DeleteParameters" -> {
                request.path("Names").forEach(each -> {
                    changes.add("delete " + each.asText());
                    parameters.remove(each.asText());
                });
                send(exchange, 200, "{}");
            }
            case "GetServiceQuota" -> {
                ObjectNode answer = JSON.createObjectNode();
                answer.putObject("Quota")
                        .put(
                                "Value",
                                quotas.getOrDefault(request.path("QuotaCode").asText(), 1000.0));
                send(exchange, 200, answer.toString());
            }
            case "GetResources" -> {
                ObjectNode answer = JSON.createObjectNode().put("PaginationToken", "");
                ArrayNode all = answer.putArray("ResourceTagMappingList");
                new TreeSet<>(tagged).forEach(arn -> all.addObject().put("ResourceARN", arn));
                send(exchange, 200, answer.toString());
            }
            case "DescribeLogGroups" -> {
                ObjectNode answer = JSON.createObjectNode();
                ArrayNode all = answer.putArray("logGroups");
                existing.stream()
                        .filter(group -> group.startsWith(
                                request.path("logGroupNamePrefix").asText()))
                        .forEach(group -> all.addObject().put("logGroupName", group));
                send(exchange, 200, answer.toString());
            }
            case "DeleteLogGroup" -> {
                String group = request.path("logGroupName").asText();
                changes.add("delete " + group);
                existing.remove(group);
                send(exchange, 200, "");
            }
            case "GetItem" -> {
                ObjectNode answer = JSON.createObjectNode();
                if (!fence.isEmpty()) {
                    answer.set("Item", fence);
                }
                send(exchange, 200, answer.toString());
            }
            case "PutItem" -> put(exchange, request);
            case "GetAnomalyMonitors" ->
                send(
                        exchange,
                        200,
                        existing.contains("monitor")
                                ? "{\"AnomalyMonitors\":[{\"MonitorType\":\"DIMENSIONAL\"}]}"
                                : "{\"AnomalyMonitors\":[]}");
            default -> exists(exchange, request);
        }
    }

    /** Puts the item of the fence if the condition holds: a subset of DynamoDB's expressions. */
    private void put(HttpExchange exchange, JsonNode request) throws IOException {
        JsonNode item = request.path("Item");
        for (String condition : request.path("ConditionExpression").asText().split(" AND ")) {
            String attribute = request.path("ExpressionAttributeNames")
                    .path(condition.replaceAll(".*(#\\w+).*", "$1"))
                    .asText();
            boolean holds =
                    switch (condition.replaceAll("#\\w+", "NAME")) {
                        case "attribute_exists(NAME)" -> fence.has(attribute);
                        case "attribute_not_exists(NAME)" -> !fence.has(attribute);
                        case "NAME = :expected" ->
                            fence.path(attribute)
                                    .equals(request.path("ExpressionAttributeValues")
                                            .path(":expected"));
                        default -> throw new IllegalStateException("Unsupported condition: " + condition);
                    };
            if (!holds) {
                send(
                        exchange,
                        400,
                        "{\"__type\":\"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException\"}");
                return;
            }
        }
        fence = item;
        changes.add("fence epoch %s region %s"
                .formatted(item.at("/epoch/N").asText(), item.at("/region/S").asText("none")));
        send(exchange, 200, "{}");
    }

    /** Answers a look-up by a name: the only value of the request. */
    private void exists(HttpExchange exchange, JsonNode request) throws IOException {
        JsonNode value = request.iterator().next();
        String name = value.isArray() ? value.path(0).asText() : value.asText();
        if (existing.contains(name)) {
            send(exchange, 200, "{}");
        } else {
            send(exchange, 400, "{\"__type\":\"ResourceNotFoundException\"}");
        }
    }

    private void query(HttpExchange exchange, Map<String, String> form) throws IOException {
        String action = form.get("Action");
        switch (action) {
            case "GetCallerIdentity" ->
                xml(
                        exchange,
                        action,
                        "https://sts.amazonaws.com/doc/2011-06-15/",
                        "<Account>%s</Account>".formatted(account));
            case "DescribeStacks" -> describe(exchange, form.get("StackName"));
            case "UpdateTerminationProtection" -> {
                changes.add("unprotect " + form.get("StackName"));
                xml(exchange, action, CLOUDFORMATION, "<StackId>1</StackId>");
            }
            case "GetTopicAttributes" ->
                found(exchange, existing.contains(form.get("TopicArn").replaceAll(".*:", "")), "NotFound");
            case "GetRole" -> found(exchange, existing.contains(form.get("RoleName")), "NoSuchEntity");
            case "GetOpenIDConnectProvider" -> identityProvider(exchange, form.get("OpenIDConnectProviderArn"));
            default -> throw new IllegalStateException("Unsupported action: " + action);
        }
    }

    private void identityProvider(HttpExchange exchange, String arn) throws IOException {
        String audience = identityProviders.get(arn);
        if (audience == null) {
            found(exchange, false, "NoSuchEntity");
        } else {
            xml(
                    exchange,
                    "GetOpenIDConnectProvider",
                    "https://iam.amazonaws.com/doc/2010-05-08/",
                    "<ClientIDList><member>%s</member></ClientIDList>".formatted(audience));
        }
    }

    private void describe(HttpExchange exchange, String name) throws IOException {
        String status = stacks.get(name);
        if (status == null) {
            send(exchange, 400, """
                    <ErrorResponse xmlns="%s"><Error><Type>Sender</Type><Code>ValidationError</Code>\
                    <Message>Stack with id %s does not exist</Message></Error></ErrorResponse>""".formatted(CLOUDFORMATION, name));
        } else {
            xml(exchange, "DescribeStacks", CLOUDFORMATION, """
                    <Stacks><member><StackName>%s</StackName><StackStatus>%s</StackStatus>\
                    <CreationTime>2026-01-02T10:15:30Z</CreationTime></member></Stacks>""".formatted(name, status));
        }
    }

    private void rest(HttpExchange exchange, URI uri) throws IOException {
        String path = uri.getPath();
        if (path.equals("/detector")) {
            send(exchange, 200, existing.contains("detector") ? "{\"detectorIds\":[\"1\"]}" : "{\"detectorIds\":[]}");
        } else if (path.equals("/accounts")) {
            found(exchange, existing.contains("hub"), "NotFound");
        } else if (path.equals("/v2/email/account")) {
            send(exchange, 200, "{\"ProductionAccessEnabled\":%s}".formatted(!mailSandbox));
        } else if (path.endsWith("/account-settings/") || path.endsWith("/account-settings")) {
            send(exchange, 200, "{\"AccountLimit\":{\"ConcurrentExecutions\":%d}}".formatted(concurrency));
        } else if (path.contains("/functions/")) {
            String name = path.split("/functions/")[1].split("/")[0];
            exchange.getResponseHeaders().set("x-amzn-ErrorType", "ResourceNotFoundException");
            found(exchange, existing.contains(name), "ResourceNotFoundException");
        } else if (objects.containsKey(path)) {
            bytes(exchange, 200, objects.get(path));
        } else {
            s3(exchange, path);
        }
    }

    private void s3(HttpExchange exchange, String path) throws IOException {
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(existing.contains(path.split("/")[1]) ? 200 : 404, -1);
            exchange.close();
        } else {
            send(exchange, 404, "<Error><Code>NoSuchKey</Code><Message>no key</Message></Error>");
        }
    }

    private static Map<String, String> form(String body) {
        return Stream.of(body.split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    private static void found(HttpExchange exchange, boolean found, String error) throws IOException {
        send(exchange, found ? 200 : 404, found ? "{}" : "{\"__type\":\"%s\"}".formatted(error));
    }

    private static void xml(HttpExchange exchange, String action, String namespace, String result) throws IOException {
        send(exchange, 200, """
                <%1$sResponse xmlns="%3$s"><%1$sResult>%2$s</%1$sResult>\
                <ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></%1$sResponse>""".formatted(action, result, namespace));
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        bytes(exchange, status, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void bytes(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
