package stage5.kit.events.projection;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Two generations, entry for entry. A checksum is the sum of its entries' hashes, so that their order does not matter.
 *
 * @param since when comparing began, in epoch milliseconds
 * @param stage how far it is
 * @param cursor of the next page of the stage, or null for the first
 * @param equal how many entries were found equal
 * @param sum the checksum of those
 * @param differing how many entries differ
 * @param differences those, or the first {@value #MOST} of them
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GenerationComparison(
        long since, ComparisonStage stage, String cursor, long equal, long sum, int differing, List<EntryDifference> differences) {

    static final int MOST = 500;

    public GenerationComparison {
        differences = List.copyOf(differences);
    }

    static GenerationComparison since(long millis) {
        return new GenerationComparison(millis, ComparisonStage.THERE, null, 0, 0, 0, List.of());
    }

    /** Returns this with a page of the generation that is read, and what the new one has in its place. */
    GenerationComparison there(EntryPage current, Map<String, String> building) {
        return with(current.digests().keySet(), current.digests(), building).at(ComparisonStage.BACK, current.next());
    }

    /** Returns this with a page of the new generation, of which only what the other one lacks is news. */
    GenerationComparison back(EntryPage building, Map<String, String> current) {
        Set<String> lacking = new HashSet<>(building.digests().keySet());
        lacking.removeAll(current.keySet());
        return with(lacking, Map.of(), building.digests()).at(ComparisonStage.AGAIN, building.next());
    }

    /** Returns this with the differences as they are now: what has become equal, or is gone from both, is none. */
    GenerationComparison again(Map<String, String> current, Map<String, String> building) {
        List<String> keys = differences.stream().map(EntryDifference::key).toList();
        return new GenerationComparison(since, stage, cursor, equal, sum, 0, List.of()).with(keys, current, building);
    }

    private GenerationComparison at(ComparisonStage following, String next) {
        return next == null
                ? new GenerationComparison(since, following, null, equal, sum, differing, differences)
                : new GenerationComparison(since, stage, next, equal, sum, differing, differences);
    }

    /** Returns whether all differences are known by name, so that to look at them again is enough. */
    @JsonIgnore
    boolean isComplete() {
        return differing == differences.size();
    }

    /** Returns the checksum of the generation that is read, as 16 hexadecimal digits. */
    String currentChecksum() {
        return checksum(differences.stream()
                .filter(each -> each.current() != null)
                .map(each -> hash(each.key(), each.current())));
    }

    /** Returns the checksum of the new generation. */
    String buildingChecksum() {
        return checksum(differences.stream()
                .filter(each -> each.building() != null)
                .map(each -> hash(each.key(), each.building())));
    }

    private String checksum(Stream<Long> more) {
        return HexFormat.of().toHexDigits(more.reduce(sum, Long::sum));
    }

    private GenerationComparison with(Iterable<String> keys, Map<String, String> current, Map<String, String> building) {
        Map<String, EntryDifference> found = new HashMap<>();
        long equals = equal;
        long total = sum;
        for (String key : keys) {
            String one = current.get(key);
            String other = building.get(key);
            if (!Objects.equals(one, other)) {
                found.put(key, new EntryDifference(key, one, other));
            } else if (one != null) {
                equals++;
                total += hash(key, one);
            }
        }
        Set<String> known = new HashSet<>();
        List<EntryDifference> all = new ArrayList<>(differences);
        all.forEach(each -> known.add(each.key()));
        found.keySet().removeAll(known); // met on the way back once more
        found.values().stream().limit(MOST - all.size()).forEach(all::add);
        return new GenerationComparison(since, stage, cursor, equals, total, differing + found.size(), all);
    }

    private static long hash(String key, String digest) {
        return ByteBuffer.wrap(sha256(key + '\n' + digest)).getLong();
    }

    /** Returns the SHA-256 of a text, as it may be used for a digest. */
    public static String digest(String text) {
        return HexFormat.of().formatHex(sha256(text), 0, 16);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }
}
