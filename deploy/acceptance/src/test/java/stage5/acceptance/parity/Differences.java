package stage5.acceptance.parity;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Pattern;
import stage5.acceptance.YamlResources;

/**
 * The differences between two recordings, compared with the list of expected differences.
 *
 * @param expected the number of fields that differ as the list expects
 * @param unexpected the fields that differ although no entry of the list covers them
 * @param outdated the entries of the list that match no difference
 */
record Differences(int expected, List<String> unexpected, List<String> outdated) {

    private static final String ABSENT = "(absent)";

    /**
     * An expected difference.
     *
     * @param where a regular expression for field names
     * @param container a regular expression for the container's value, which may be {@code (absent)}; null matches any
     * @param lambda the same for the function's value
     * @param reason why the forms cannot be equal here
     */
    record ExpectedDifference(String where, String container, String lambda, String reason) {

        ExpectedDifference {
            Objects.requireNonNull(reason, "reason");
        }

        boolean covers(String field, String inContainer, String inLambda) {
            return Pattern.matches(where, field) && matches(container, inContainer) && matches(lambda, inLambda);
        }

        private static boolean matches(String pattern, String value) {
            return pattern == null
                    || Pattern.compile(pattern, Pattern.DOTALL).matcher(value).matches();
        }
    }

    /** Fields that may differ between two runs of the same form, too. They are not compared. */
    record NondeterministicField(String where, String reason) {

        NondeterministicField {
            Objects.requireNonNull(reason, "reason");
        }
    }

    /** The contents of {@code differences.yaml}. */
    record DifferenceList(List<ExpectedDifference> expected, List<NondeterministicField> nondeterministic) {

        static DifferenceList load() {
            return YamlResources.read(Differences.class, "differences.yaml", new TypeReference<>() {});
        }

        boolean isNondeterministic(String field) {
            return nondeterministic.stream().anyMatch(each -> Pattern.matches(each.where(), field));
        }
    }

    static Differences between(Recording container, Recording lambda, DifferenceList list) {
        Map<String, String> left = container.fields();
        Map<String, String> right = lambda.fields();
        TreeSet<String> fields = new TreeSet<>(left.keySet());
        fields.addAll(right.keySet());
        List<ExpectedDifference> unused = new ArrayList<>(list.expected());
        List<String> unexpected = new ArrayList<>();
        int expected = 0;
        for (String field : fields) {
            String one = left.getOrDefault(field, ABSENT);
            String other = right.getOrDefault(field, ABSENT);
            if (one.equals(other) || list.isNondeterministic(field)) {
                continue;
            }
            List<ExpectedDifference> covering = list.expected().stream()
                    .filter(each -> each.covers(field, one, other))
                    .toList();
            unused.removeAll(covering);
            if (covering.isEmpty()) {
                unexpected.add("%s%n    container: %s%n    lambda:    %s".formatted(field, one, other));
            } else {
                expected++;
            }
        }
        return new Differences(
                expected,
                unexpected,
                unused.stream().map(ExpectedDifference::toString).toList());
    }
}
