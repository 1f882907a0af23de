package stage5.kit.events.projection;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The generations of a read model. Numbers are never used again.
 *
 * @param current the one that is read
 * @param previous the one that was read before, kept to go back to, or null
 * @param building the one that is being built, or null
 * @param latest the highest number that was given
 * @param dropped those that nobody feeds any more and that are still to be deleted
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReadModelGenerations(long current, Long previous, Long building, long latest, List<Long> dropped) {

    public ReadModelGenerations {
        dropped = List.copyOf(dropped);
    }

    static ReadModelGenerations first() {
        return new ReadModelGenerations(1, null, null, 1, List.of());
    }

    /** Returns all that events go to, the one that is read first. */
    @JsonIgnore
    public List<Long> fed() {
        return Stream.of(current, previous, building).filter(Objects::nonNull).toList();
    }

    /** Returns these with a new one to build, in place of the one being built and the one to go back to. */
    ReadModelGenerations begun() {
        return new ReadModelGenerations(current, null, latest + 1, latest + 1, dropping(previous, building));
    }

    /** Returns these with the new one read, and the other one kept. */
    ReadModelGenerations flipped() {
        return new ReadModelGenerations(building, current, null, latest, dropped);
    }

    /** Returns these with the new one read in place of one that is lost. */
    ReadModelGenerations replaced() {
        return new ReadModelGenerations(building, null, null, latest, dropping(current));
    }

    /** Returns these without the new one. */
    ReadModelGenerations withoutBuilding() {
        return new ReadModelGenerations(current, previous, null, latest, dropping(building));
    }

    ReadModelGenerations rolledBack() {
        return new ReadModelGenerations(previous, current, building, latest, dropped);
    }

    ReadModelGenerations deleted(long generation) {
        return new ReadModelGenerations(
                current,
                previous,
                building,
                latest,
                dropped.stream().filter(each -> each != generation).toList());
    }

    private List<Long> dropping(Long... more) {
        List<Long> all = new ArrayList<>(dropped);
        Stream.of(more).filter(Objects::nonNull).forEach(all::add);
        return all;
    }
}
