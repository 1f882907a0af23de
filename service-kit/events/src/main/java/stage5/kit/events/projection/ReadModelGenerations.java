package stage5.kit.events.projection;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The numbers of a read model's generations. A number is never used again.
 *
 * @param current the active generation, which queries read
 * @param previous the formerly active generation, kept for a rollback, or null
 * @param building the generation that is being built, or null
 * @param latest the highest number used so far
 * @param dropped generations that get no more events and have to be deleted
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

    /** Returns the generations that events are projected to, the active one first. */
    @JsonIgnore
    public List<Long> live() {
        return Stream.of(current, previous, building).filter(Objects::nonNull).toList();
    }

    /** Returns these with a new generation to build; drops the one being built and the one kept for a rollback. */
    ReadModelGenerations withNewBuilding() {
        return new ReadModelGenerations(current, null, latest + 1, latest + 1, dropping(previous, building));
    }

    /** Returns these with the built generation active, and the formerly active one kept for a rollback. */
    ReadModelGenerations flipped() {
        return new ReadModelGenerations(building, current, null, latest, dropped);
    }

    /** Returns these with the built generation active in place of a lost one, which is dropped. */
    ReadModelGenerations replaced() {
        return new ReadModelGenerations(building, null, null, latest, dropping(current));
    }

    /** Returns these without the generation being built, which is dropped. */
    ReadModelGenerations withoutBuilding() {
        return new ReadModelGenerations(current, previous, null, latest, dropping(building));
    }

    /** Returns these with active and previous generation exchanged. */
    ReadModelGenerations rolledBack() {
        return new ReadModelGenerations(previous, current, building, latest, dropped);
    }

    /** Returns these after a dropped generation was deleted. */
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
