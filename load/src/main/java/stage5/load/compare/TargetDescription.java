package stage5.load.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import stage5.stack.Component;
import stage5.stack.Form;
import stage5.topology.Function;

/**
 * The description in {@code environment.json} of where the arms run. A comparison has one target, so that emulated
 * observations never appear beside those from AWS.
 *
 * @param target {@code local} or {@code aws}
 * @param whatIsEmulated a sentence for each emulated service
 * @param arms a description of each arm
 * @param notes how to read the observations, a sentence each
 * @param limitations what a comparison on this target does not do, a sentence each
 */
public record TargetDescription(
        String target,
        boolean emulated,
        List<String> whatIsEmulated,
        List<Map<String, Object>> arms,
        List<String> notes,
        List<String> limitations) {

    private static final List<String> EMULATED = List.of(
            "Lambda and API Gateway: an emulator on this machine runs the real artifacts, one invocation at a time per"
                    + " execution environment; start-up times are those of this machine",
            "DynamoDB, SQS, SNS, mail and payment: embedded emulators on the same processors as the services",
            "Fargate: plain processes, without a task's limits of CPU and memory, image pull or placement");

    /** The local cloud's limit, which its console does not return. */
    private static final int MOST_ENVIRONMENTS = 6;

    /** Returns the description of this machine. */
    public static TargetDescription local(List<Arm> arms, String functionLimits) {
        return new TargetDescription(
                "local",
                true,
                EMULATED,
                arms.stream().map(TargetDescription::description).toList(),
                List.of(
                        "The generator, the local cloud and the services share the machine's processors.",
                        "One local cloud, filled once, serves all arms and rounds; its tables grow from arm to arm.",
                        "GB seconds are resident memory by time for containers, billed ones for functions.",
                        "CPU and memory of functions: " + functionLimits + "."),
                limitations(arms));
    }

    private static List<String> limitations(List<Arm> arms) {
        List<String> limitations = new ArrayList<>();
        if (arms.stream().anyMatch(arm -> arm.kind().form() == Form.CONTAINER)) {
            limitations.add(
                    "Containers are not limited to the CPU and memory of the task size that they are billed for.");
        }
        if (arms.stream().anyMatch(arm -> arm.kind().form() == Form.LAMBDA)) {
            limitations.add("A function has at most %d execution environments.".formatted(MOST_ENVIRONMENTS));
            limitations.add("Values of warm phases include the cold starts of functions during the phase.");
        }
        return limitations;
    }

    private static Map<String, Object> description(Arm arm) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("name", arm.name());
        content.put("form", arm.kind().form().toString());
        content.put(
                "runtime", arm.kind().build().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        if (arm.kind().form() == Form.LAMBDA) {
            int memory = arm.kind() == Arm.Kind.NATIVE_LAMBDA ? Function.NATIVE_MEMORY_MIB : Function.JVM_MEMORY_MIB;
            content.put(
                    "memoryMiB",
                    Component.services().stream().collect(Collectors.toMap(Component::label, part -> memory)));
        }
        return content;
    }
}
