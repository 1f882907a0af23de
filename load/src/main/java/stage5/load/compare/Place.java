package stage5.load.compare;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import stage5.cli.stack.Form;
import stage5.cli.stack.Part;
import stage5.topology.Function;

/**
 * Where arms run, as {@code environment.json} says it. A comparison is on one place only, so that no figure of an emulation
 * ever stands beside a real one.
 *
 * @param target {@code local} or {@code aws}
 * @param arms what is to be known of each
 * @param notes what the figures can't say there
 */
public record Place(
        String target,
        boolean emulated,
        List<String> whatIsEmulated,
        List<Map<String, Object>> arms,
        List<String> notes) {

    private static final List<String> EMULATED = List.of(
            "Lambda and API Gateway: a stand-in on this machine runs the real artifacts, one invocation at a time per"
                    + " environment; where environments start and how fast is this machine's, not AWS's",
            "DynamoDB, SQS, SNS, mail and payment: embedded stand-ins, beside the services on the same processors",
            "Fargate: plain processes, without a task's limits of CPU and memory, image pull or placement");

    /** Returns this machine. */
    public static Place local(List<Arm> arms, String functionLimits) {
        return new Place(
                "local",
                true,
                EMULATED,
                arms.stream().map(Place::arm).toList(),
                List.of(
                        "The generator, the local cloud and the services share the machine's processors.",
                        "One local cloud, filled once, serves all arms and rounds; orders add up in its tables from turn"
                                + " to turn.",
                        "GB seconds of containers are resident memory by time; of functions what AWS would bill.",
                        "Functions' CPU and memory: " + functionLimits + "."));
    }

    private static Map<String, Object> arm(Arm arm) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("name", arm.name());
        content.put("form", arm.kind().form().toString());
        content.put(
                "runtime", arm.kind().build().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        if (arm.kind().form() == Form.LAMBDA) {
            int memory = arm.kind() == Arm.Kind.NATIVE_LAMBDA ? Function.NATIVE_MEMORY_MIB : Function.JVM_MEMORY_MIB;
            content.put("memoryMiB", Part.services().stream().collect(Collectors.toMap(Part::label, part -> memory)));
        }
        return content;
    }
}
