package stage5.local.conformance;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * The cases of one service, read from {@code conformance/<service>.yaml}.
 *
 * @param shared the steps that run once before all cases
 */
record ConformanceSuite(String service, List<Step> shared, List<ConformanceCase> cases) {

    private static final List<String> SERVICES = List.of("sqs", "sns", "lambda", "apigateway", "dynamodb");

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    private static final Map<String, List<Protocol>> PROTOCOLS = Map.of(
            "sqs",
            List.of(Protocol.JSON, Protocol.QUERY),
            "sns",
            List.of(Protocol.QUERY),
            "dynamodb",
            List.of(Protocol.JSON));
    private static final Set<String> MEMBERS = Set.of("templates", "shared", "cases");
    private static final Set<String> DEVIATION_MEMBERS = Set.of("protocols", "members", "reason");
    private static final Set<String> CASE_MEMBERS = Set.of(
            "name", "source", "protocols", "region", "deviates", "function", "setup", "call", "expected", "then");

    /** Returns the suites of all services. */
    static Stream<ConformanceSuite> all() {
        return SERVICES.stream().map(ConformanceSuite::of);
    }

    private static String file(String service) {
        return "/conformance/" + service + ".yaml";
    }

    /** @throws IllegalArgumentException if the file violates the format; the message names the case */
    static ConformanceSuite of(String service) {
        JsonNode file = read(file(service));
        requireMembers(service, file, MEMBERS);
        List<ConformanceCase> cases = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JsonNode one : file.path("cases")) {
            ConformanceCase parsed = parse(service, one);
            if (!names.add(parsed.name())) {
                throw new IllegalArgumentException("Two cases of " + service + " have the name " + parsed.name());
            }
            cases.add(parsed);
        }
        return new ConformanceSuite(service, steps(file.path("shared")), List.copyOf(cases));
    }

    private static ConformanceCase parse(String service, JsonNode node) {
        String name = node.path("name").asText();
        try {
            requireMembers(name, node, CASE_MEMBERS);
            require(!name.isEmpty(), "A case needs a name");
            require(!node.path("source").asText().isEmpty(), "The source is missing");
            require(node.has("call") && node.has("expected"), "call or expected is missing");
            List<Step> setup = steps(node.path("setup"));
            Step call = JSON.convertValue(node.path("call"), Step.class);
            require(call.expected() == null, "The expectation of the call belongs to the case");
            List<Step> then = steps(node.path("then"));
            List<Protocol> protocols = node.has("protocols")
                    ? protocols(node.path("protocols"))
                    : ConformanceCase.hasActions(setup, call, then)
                            ? PROTOCOLS.getOrDefault(service, List.of(Protocol.HTTP))
                            : List.of(Protocol.HTTP);
            return new ConformanceCase(
                    service,
                    name,
                    node.path("source").asText(),
                    protocols,
                    node.has("region") ? node.path("region").asText() : null,
                    deviation(node.get("deviates"), protocols),
                    node.has("function") ? (ObjectNode) node.path("function") : null,
                    setup,
                    call,
                    (ObjectNode) node.path("expected"),
                    then);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("The case \"" + name + "\" of " + service + ": " + e.getMessage(), e);
        }
    }

    private static ConformanceCase.Deviation deviation(JsonNode node, List<Protocol> all) {
        if (node == null) {
            return null;
        }
        if (node.isTextual()) {
            return new ConformanceCase.Deviation(all, List.of(), node.asText());
        }
        requireMembers("deviates", node, DEVIATION_MEMBERS);
        return new ConformanceCase.Deviation(
                node.has("protocols") ? protocols(node.path("protocols")) : all,
                JSON.convertValue(node.withArray("members"), new TypeReference<>() {}),
                node.path("reason").asText());
    }

    private static List<Protocol> protocols(JsonNode node) {
        return JSON.convertValue(node, new TypeReference<>() {});
    }

    /** Flattens nested lists, so that a list of steps can refer to others by a YAML alias. */
    private static List<Step> steps(JsonNode node) {
        List<Step> steps = new ArrayList<>();
        for (JsonNode element : node) {
            if (element.isArray()) {
                steps.addAll(steps(element));
            } else {
                steps.add(JSON.convertValue(element, Step.class));
            }
        }
        return List.copyOf(steps);
    }

    private static void requireMembers(String name, JsonNode node, Set<String> known) {
        node.fieldNames()
                .forEachRemaining(
                        member -> require(known.contains(member), "Unknown member " + member + " in " + name));
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    private static JsonNode read(String resource) {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(Integer.MAX_VALUE); // the files are ours
        try (InputStream file = ConformanceSuite.class.getResourceAsStream(resource)) {
            require(file != null, "There is no " + resource);
            return JSON.valueToTree(new Yaml(
                            new SafeConstructor(options),
                            new Representer(new DumperOptions()),
                            new DumperOptions(),
                            options,
                            new PlainTypes())
                    .load(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without timestamps and {@code yes} or {@code no}: a policy's version 2012-10-17 is text. */
    private static final class PlainTypes extends Resolver {

        private static final Pattern BOOL = Pattern.compile("true|false");

        @Override
        public void addImplicitResolver(Tag tag, Pattern pattern, String first, int limit) {
            if (tag.equals(Tag.BOOL)) {
                super.addImplicitResolver(tag, BOOL, "tf", limit);
            } else if (!tag.equals(Tag.TIMESTAMP)) {
                super.addImplicitResolver(tag, pattern, first, limit);
            }
        }
    }
}
