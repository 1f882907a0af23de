package stage5.kit.events.projection;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import stage5.kit.web.hash.Sha256;

/**
 * The state of comparing the active generation with the one that is being built, entry by entry. A checksum is the sum
 * of the entries' hashes, so it does not depend on their order.
 *
 * @param since when the comparison started, in epoch milliseconds
 * @param stage the current stage
 * @param cursor the cursor of the next page of the stage, or null for its first page
 * @param equal the number of equal entries
 * @param sum the checksum of the equal entries
 * @param differing the number of differing entries
 * @param differences the differing entries, at most {@value #MAX_DIFFERENCES}
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GenerationComparison(
        long since,
        ComparisonStage stage,
        String cursor,
        long equal,
        long sum,
        int differing,
        List<EntryDifference> differences) {

    static final int MAX_DIFFERENCES = 500;

    public GenerationComparison {
        differences = List.copyOf(differences);
    }

    static GenerationComparison start(long millis) {
        return new GenerationComparison(millis, ComparisonStage.CURRENT_ENTRIES, null, 0, 0, 0, List.of());
    }

    /**
     * Returns this comparison after a page of the active generation.
     *
     * @param building the digests of the same entries in the new generation
     */
    GenerationComparison withCurrentPage(EntryPage current, Map<String, String> building) {
        return with(current.digests().keySet(), current.digests(), building)
                .next(ComparisonStage.BUILDING_ENTRIES, current.next());
    }

    /**
     * Returns this comparison after a page of the new generation. Only the entries that the active generation lacks
     * count; the others were compared in the stage before.
     *
     * @param current the digests of the same entries in the active generation
     */
    GenerationComparison withBuildingPage(EntryPage building, Map<String, String> current) {
        Set<String> surplus = new HashSet<>(building.digests().keySet());
        surplus.removeAll(current.keySet());
        return with(surplus, Map.of(), building.digests()).next(ComparisonStage.RECHECK, building.next());
    }

    /**
     * Returns this comparison with its differences compared again; entries that are now equal or in neither generation
     * drop out.
     */
    GenerationComparison recheck(Map<String, String> current, Map<String, String> building) {
        List<String> keys = differences.stream().map(EntryDifference::key).toList();
        return new GenerationComparison(since, stage, cursor, equal, sum, 0, List.of()).with(keys, current, building);
    }

    private GenerationComparison next(ComparisonStage following, String next) {
        return next == null
                ? new GenerationComparison(since, following, null, equal, sum, differing, differences)
                : new GenerationComparison(since, stage, next, equal, sum, differing, differences);
    }

    /** Returns whether all differences are listed, so that a recheck of the list is sufficient. */
    @JsonIgnore
    boolean isComplete() {
        return differing == differences.size();
    }

    /** Returns the checksum of the active generation as 16 hexadecimal digits. */
    String currentChecksum() {
        return checksum(differences.stream()
                .filter(each -> each.current() != null)
                .map(each -> hash(each.key(), each.current())));
    }

    /** Returns the checksum of the new generation as 16 hexadecimal digits. */
    String buildingChecksum() {
        return checksum(differences.stream()
                .filter(each -> each.building() != null)
                .map(each -> hash(each.key(), each.building())));
    }

    private String checksum(Stream<Long> differingHashes) {
        return HexFormat.of().toHexDigits(differingHashes.reduce(sum, Long::sum));
    }

    private GenerationComparison with(
            Iterable<String> keys, Map<String, String> current, Map<String, String> building) {
        Map<String, EntryDifference> found = new HashMap<>();
        long equals = equal;
        long total = sum;
        for (String key : keys) {
            String currentDigest = current.get(key);
            String buildingDigest = building.get(key);
            if (!Objects.equals(currentDigest, buildingDigest)) {
                found.put(key, new EntryDifference(key, currentDigest, buildingDigest));
            } else if (currentDigest != null) {
                equals++;
                total += hash(key, currentDigest);
            }
        }
        Set<String> known = new HashSet<>();
        List<EntryDifference> all = new ArrayList<>(differences);
        all.forEach(each -> known.add(each.key()));
        found.keySet().removeAll(known); // listed by the stage before
        found.values().stream().limit(MAX_DIFFERENCES - all.size()).forEach(all::add);
        return new GenerationComparison(since, stage, cursor, equals, total, differing + found.size(), all);
    }

    private static long hash(String key, String digest) {
        return ByteBuffer.wrap(Sha256.of(key + '\n' + digest)).getLong();
    }

    /** Returns the first 16 bytes of a text's SHA-256, in hexadecimal. */
    public static String digest(String text) {
        return HexFormat.of().formatHex(Sha256.of(text), 0, 16);
    }
}
