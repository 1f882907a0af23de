package stage5.load.cost;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The assumptions of the cost model; {@code assumptions.yaml} states the reason of each. */
public record Assumptions(
        Assumption hoursAMonth,
        Assumption minimumTasks,
        Assumption smallestTaskVcpu,
        Assumption taskUtilisation,
        Assumption taskMemoryHeadroom,
        Assumption taskStartSeconds,
        Assumption environmentHeadroom,
        Assumption environmentLifetimeHours,
        Assumption ephemeralStorageGb,
        Assumption requestsAConnection,
        Assumption responseKilobytes,
        Assumption containerPollsAMinute,
        Assumption functionPollsAMinute,
        Assumption queueRequestsAMessage,
        Assumption cacheNodes,
        Assumption interfaceEndpoints,
        Assumption storedGb) {

    /** Reads the file; throws {@link UncheckedIOException} if an assumption is missing or has no reason. */
    public static Assumptions load() {
        try (InputStream file = Assumptions.class.getResourceAsStream("assumptions.yaml")) {
            return YAMLMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                    .build()
                    .readValue(file, Assumptions.class);
        } catch (IOException e) {
            throw new UncheckedIOException("The assumptions cannot be read", e);
        }
    }
}
