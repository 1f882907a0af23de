package stage5.local.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs steps, one after the other, and binds their results. */
final class StepRunner {

    private static final Duration POLL_INTERVAL = Duration.ofMillis(50);

    private final Target target;
    private final Scope scope;
    private final Bindings bindings;
    private final CreatedResources created;
    private ConformanceFunctions.DeployedFunction function;
    private URI api;

    /**
     * What steps have in common.
     *
     * @param service the service of the steps that name none
     * @param region the region of the steps that name none
     * @param patience how long a step is repeated that must succeed eventually
     */
    record Scope(String service, Protocol protocol, String region, Duration patience) {}

    StepRunner(Target target, Scope scope, Bindings bindings, CreatedResources created) {
        this.target = target;
        this.scope = scope;
        this.bindings = bindings;
        this.created = created;
    }

    /** Sets the function whose invocations the steps can see. */
    void use(ConformanceFunctions.DeployedFunction function) {
        this.function = function;
    }

    /** Sets the endpoint of the raw requests. */
    void use(URI api) {
        this.api = api;
    }

    /** @throws IllegalStateException if a step has not the expected result */
    void require(List<Step> steps) throws InterruptedException {
        for (Step step : steps) {
            List<Difference> differences = perform(step, step.expected());
            if (!differences.isEmpty()) {
                throw new IllegalStateException("The setup has failed: " + differences);
            }
        }
    }

    /**
     * Returns the differences between the step's result and the expected one.
     *
     * @param expected null means success
     */
    List<Difference> perform(Step step, ObjectNode expected) throws InterruptedException {
        long deadline = System.nanoTime() + scope.patience().toNanos();
        ArrayNode collected = JsonNodeFactory.instance.arrayNode();
        while (true) {
            Result result = step.concurrently() == null
                    ? execute(step)
                    : ConcurrentCalls.make(step.concurrently(), () -> execute(step));
            if (step.collect() != null && result.isSuccess()) {
                result.fields().path(step.collect()).forEach(collected::add);
                ObjectNode fields = result.fields().deepCopy();
                fields.set(step.collect(), collected.deepCopy());
                result = result.with(fields);
            }
            if (step.name() != null) {
                bindings.bind(step.name(), result.fields());
            }
            List<Difference> differences = Expectation.differences(bindings.expectation(expected), result);
            if (differences.isEmpty() || !step.eventually() || System.nanoTime() > deadline) {
                return differences.stream()
                        .map(difference -> difference.in(step))
                        .toList();
            }
            Thread.sleep(POLL_INTERVAL);
        }
    }

    private Result execute(Step step) {
        if (step.invocations()) {
            return new Result(200, null, null, Map.of(), null, function.invocations());
        }
        String service = step.service() == null ? scope.service() : step.service();
        String region = step.region() == null ? scope.region() : step.region();
        if (step.action() != null) {
            JsonNode parameters = step.parameters() == null
                    ? JsonNodeFactory.instance.objectNode()
                    : bindings.parameters(step.parameters());
            Result result = target.call(service, region, scope.protocol(), step.action(), parameters);
            created.add(service, region, step.action(), parameters, result);
            return result;
        }
        boolean signed = !Boolean.FALSE.equals(step.sign());
        return api == null ? target.send(service, region, request(step), signed) : target.send(api, request(step));
    }

    private HttpDriver.Request request(Step step) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        if (step.headers() != null) {
            bindings.parameters(step.headers())
                    .properties()
                    .forEach(header -> headers.put(header.getKey(), values(header.getValue())));
        }
        byte[] body = null;
        if (step.form() != null) {
            headers.putIfAbsent("Content-Type", List.of("application/x-www-form-urlencoded; charset=utf-8"));
            Map<String, String> form = new LinkedHashMap<>();
            bindings.parameters(step.form())
                    .properties()
                    .forEach(entry -> form.put(entry.getKey(), entry.getValue().asText()));
            body = SqsQueryDriver.encode(form);
        } else if (step.body() != null) {
            JsonNode content = bindings.parameters(step.body());
            body = (content.isTextual() ? content.asText() : content.toString()).getBytes(UTF_8);
        }
        return new HttpDriver.Request(step.http(), bindings.text(step.path()), headers, body);
    }

    private static List<String> values(JsonNode header) {
        if (!header.isArray()) {
            return List.of(header.asText());
        }
        List<String> values = new ArrayList<>();
        header.forEach(value -> values.add(value.asText()));
        return values;
    }
}
