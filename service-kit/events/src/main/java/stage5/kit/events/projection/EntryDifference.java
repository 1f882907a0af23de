package stage5.kit.events.projection;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * An entry that differs between the active and the new generation.
 *
 * @param current its digest in the active generation, or null if it is missing there
 * @param building its digest in the new generation, or null if it is missing there
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EntryDifference(String key, String current, String building) {}
