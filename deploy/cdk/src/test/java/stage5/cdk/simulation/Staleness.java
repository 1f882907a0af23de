package stage5.cdk.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import stage5.cdk.simulation.DeployedStack.Deployed;

/** Compares what runs with what the stacks would start now. */
record Staleness(SimulatedAccounts accounts) {

    /** Returns the settings and secrets of running versions and tasks that are older than those of their stacks. */
    Set<Finding> findings() {
        Set<Finding> findings = new TreeSet<>();
        for (DeployedStack stack : accounts.stacks().values()) {
            StackValues values = new StackValues(stack, accounts);
            stack.resources("AWS::Lambda::Alias").forEach(alias -> version(stack, alias)
                    .ifPresent(version ->
                            compare(version, values.resolveNow(version.resource()), alias.properties(), findings)));
            stack.resources(Tasks.TYPE)
                    .forEach(service ->
                            compare(service, values.resolveNow(service.resource()), service.properties(), findings));
            stack.resources("Custom::AWS")
                    .filter(reader -> !reader.resolved().equals(values.resolveNow(reader.resource())))
                    .forEach(reader -> findings.add(new Finding(
                            Fault.STALE_SETTING,
                            stack.template().shortName(),
                            reader.resource().logicalId())));
        }
        return findings;
    }

    /** Returns the version that the alias calls: <a
     * href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-aliases.html">aliases</a>. */
    private static Optional<Deployed> version(DeployedStack stack, Deployed alias) {
        String id = alias.resource()
                .properties()
                .at("/FunctionVersion/Fn::GetAtt")
                .path(0)
                .asText();
        return Optional.ofNullable(stack.resources().get(id));
    }

    private static void compare(Deployed running, JsonNode now, JsonNode named, Set<Finding> findings) {
        Map<String, String> then = leaves(running.resolved());
        leaves(now).forEach((path, value) -> {
            String old = then.get(path);
            if (!value.equals(old)) {
                Fault fault = value.startsWith(StackValues.SECRET) ? Fault.STALE_SECRET : Fault.STALE_SETTING;
                findings.add(new Finding(fault, running.stack().shortName(), name(named) + " " + setting(now, path)));
            }
        });
    }

    private static String name(JsonNode properties) {
        return properties
                .path("ServiceName")
                .asText(properties.path("FunctionName").asText());
    }

    /** Returns the name of the variable at the path, or the path. */
    private static String setting(JsonNode properties, String path) {
        String parent = path.substring(0, path.lastIndexOf('/'));
        String variable = properties.at(parent).path("Name").asText();
        return variable.isEmpty() ? path.substring(path.lastIndexOf('/') + 1) : variable;
    }

    private static Map<String, String> leaves(JsonNode value) {
        Map<String, String> all = new TreeMap<>();
        collect("", value, all);
        return all;
    }

    private static void collect(String path, JsonNode value, Map<String, String> all) {
        if (value.isObject()) {
            value.properties().forEach(field -> collect(path + "/" + field.getKey(), field.getValue(), all));
        } else if (value.isArray()) {
            Iterator<Integer> index = Stream.iterate(0, i -> i + 1).iterator();
            value.forEach(each -> collect(path + "/" + index.next(), each, all));
        } else {
            all.put(path, value.asText());
        }
    }
}
