package stage5.kit.events.projection;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** The stages of comparing two generations, in order. Stored by the names in the annotations. */
@RegisterForReflection
public enum ComparisonStage {
    /** Looks up the entries of the active generation in the new one. */
    @JsonProperty("THERE")
    CURRENT_ENTRIES,
    /** Looks up the entries of the new generation in the active one, to find surplus entries. */
    @JsonProperty("BACK")
    BUILDING_ENTRIES,
    /** Compares differing entries again, because events may have been in flight. */
    @JsonProperty("AGAIN")
    RECHECK
}
