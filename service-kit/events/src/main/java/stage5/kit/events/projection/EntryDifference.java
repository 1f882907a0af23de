package stage5.kit.events.projection;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * An entry that two generations do not agree on.
 *
 * @param current its digest in the generation that is read, or null where it is missing there
 * @param building its digest in the new generation, or null where it is missing there
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EntryDifference(String key, String current, String building) {}
