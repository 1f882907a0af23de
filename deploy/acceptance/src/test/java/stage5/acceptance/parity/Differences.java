package stage5.acceptance.parity;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * How two recordings differ, held against the list of the differences that are meant.
 *
 * @param meant how many fields differ as the list says
 * @param unmeant the fields that differ though no entry of the list says so
 * @param outdated the entries of the list that describe no difference any more
 */
record Differences(int meant, List<String> unmeant, List<String> outdated) {

    private static final String ABSENT = "(absent)";

    /**
     * A difference that is meant.
     *
     * @param where a regular expression of fields' names
     * @param container a regular expression of the container's value, which may be {@code (absent)}; any if left out
     * @param lambda likewise
     * @param reason why it has to be
     */
    record Meant(String where, String container, String lambda, String reason) {

        Meant {
            Objects.requireNonNull(reason, "reason");
        }

        boolean covers(String field, String inContainer, String inLambda) {
            return Pattern.matches(where, field) && fits(container, inContainer) && fits(lambda, inLambda);
        }

        private static boolean fits(String pattern, String value) {
            return pattern == null
                    || Pattern.compile(pattern, Pattern.DOTALL).matcher(value).matches();
        }
    }

    /** Fields that two runs of the same form may not agree on either. */
    record Chance(String where, String reason) {

        Chance {
            Objects.requireNonNull(reason, "reason");
        }
    }

    /** The list, as it is written down. */
    record Listed(List<Meant> meant, List<Chance> chance) {

        static Listed load() {
            return Yaml.read("differences.yaml", new TypeReference<>() {});
        }

        boolean isChance(String field) {
            return chance.stream().anyMatch(each -> Pattern.matches(each.where(), field));
        }
    }

    static Differences between(Recording container, Recording lambda, Listed listed) {
        Map<String, String> left = container.fields();
        Map<String, String> right = lambda.fields();
        TreeSet<String> fields = new TreeSet<>(left.keySet());
        fields.addAll(right.keySet());
        List<Meant> unused = new ArrayList<>(listed.meant());
        List<String> unmeant = new ArrayList<>();
        int meant = 0;
        for (String field : fields) {
            String one = left.getOrDefault(field, ABSENT);
            String other = right.getOrDefault(field, ABSENT);
            if (one.equals(other) || listed.isChance(field)) {
                continue;
            }
            List<Meant> covering = listed.meant().stream()
                    .filter(each -> each.covers(field, one, other))
                    .toList();
            unused.removeAll(covering);
            if (covering.isEmpty()) {
                unmeant.add("%s%n    container: %s%n    lambda:    %s".formatted(field, one, other));
            } else {
                meant++;
            }
        }
        return new Differences(
                meant, unmeant, unused.stream().map(Meant::toString).toList());
    }
}
