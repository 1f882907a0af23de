package stage5.cdk.config;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import stage5.topology.FenceTable;

/**
 * The AWS regions of an environment: one, or two with a third one as witness.
 *
 * @param serving where the shop runs; the first one is primary: it creates the tables and secrets; the other holds replicas
 * @param active the region whose schedules run; the primary region by default
 * @param witness the third region of the {@link FenceTable}, which keeps no data that can be read; required with two serving
 *     regions, else null
 */
public record RegionSettings(List<String> serving, String active, String witness) {

    private static final int FENCE_REGIONS = 3;

    private static final List<Set<String>> REGION_SETS = List.of(
            Set.of("us-east-1", "us-east-2", "us-west-2"),
            Set.of("eu-west-1", "eu-west-2", "eu-west-3", "eu-central-1"),
            Set.of("ap-northeast-1", "ap-northeast-2", "ap-northeast-3"));

    public RegionSettings {
        serving = List.copyOf(requireNonNull(serving, "regions.serving"));
        requireRegionsOfAFence(serving, witness);
        active = requireNonNullElse(active, serving.getFirst());
        if (!serving.contains(active)) {
            throw new IllegalArgumentException(
                    "regions.active is %s, which is not one of the serving regions: %s".formatted(active, serving));
        }
    }

    /**
     * A table that is strongly consistent over regions has exactly three of them, in one set of regions: <a
     * href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html">MRSC</a>.
     */
    private static void requireRegionsOfAFence(List<String> serving, String witness) {
        Set<String> all =
                Stream.concat(serving.stream(), Stream.ofNullable(witness)).collect(Collectors.toSet());
        boolean one = serving.size() == 1 && witness == null;
        if (!one && (serving.size() != 2 || all.size() != FENCE_REGIONS)) {
            throw new IllegalArgumentException(
                    "An environment needs one region without a witness, or two and a witness; it has %s and the witness %s"
                            .formatted(serving, witness));
        }
        if (!one && REGION_SETS.stream().noneMatch(set -> set.containsAll(all))) {
            throw new IllegalArgumentException(
                    "The regions have to be in one of %s, and are %s".formatted(REGION_SETS, all));
        }
    }

    /** Returns whether the table exists that names the region that may write. */
    public boolean hasFence() {
        return serving.size() > 1;
    }

    /** Returns the region that creates the tables and secrets. */
    public String primary() {
        return serving.getFirst();
    }

    /** Returns all serving regions except the given one. */
    public List<String> others(String region) {
        return serving.stream().filter(other -> !other.equals(region)).toList();
    }

    /** Returns a copy with another active region. */
    public RegionSettings withActive(String region) {
        return new RegionSettings(serving, region, witness);
    }
}
