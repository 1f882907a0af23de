package stage5.kit.events.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReadModelGenerationsTests {

    private final ReadModelGenerations settled = new ReadModelGenerations(5, 3L, null, 5, List.of());

    @Test
    void shouldHaveOneActiveGeneration_whenThereWasNoRebuild() {
        ReadModelGenerations first = ReadModelGenerations.first();

        assertThat(first.live()).containsExactly(1L);
        assertThat(first.latest()).isOne();
    }

    @Test
    void shouldDropThePreviousGeneration_whenARebuildStarts() {
        assertThat(settled.withNewBuilding()).isEqualTo(new ReadModelGenerations(5, null, 6L, 6, List.of(3L)));
    }

    @Test
    void shouldDropTheUnfinishedGeneration_whenARebuildStartsAgain() {
        ReadModelGenerations again = settled.withNewBuilding().withNewBuilding();

        assertThat(again).isEqualTo(new ReadModelGenerations(5, null, 7L, 7, List.of(3L, 6L)));
    }

    @Test
    void shouldProjectToAllThatAreNotDropped_activeOneFirst() {
        assertThat(new ReadModelGenerations(5, 3L, 6L, 6, List.of(4L)).live()).containsExactly(5L, 3L, 6L);
    }

    @Test
    void shouldKeepTheOldOneForARollback_whenTheNewOneIsActivated() {
        assertThat(settled.withNewBuilding().flipped())
                .isEqualTo(new ReadModelGenerations(6, 5L, null, 6, List.of(3L)));
    }

    @Test
    void shouldDropTheOldOne_whenItIsReplacedBecauseItIsLost() {
        assertThat(settled.withNewBuilding().replaced())
                .isEqualTo(new ReadModelGenerations(6, null, null, 6, List.of(3L, 5L)));
    }

    @Test
    void shouldNotUseANumberAgain_whenTheNewOneIsDiscarded() {
        ReadModelGenerations discarded = settled.withNewBuilding().withoutBuilding();

        assertThat(discarded).isEqualTo(new ReadModelGenerations(5, null, null, 6, List.of(3L, 6L)));
        assertThat(discarded.withNewBuilding().building()).isEqualTo(7);
    }

    @Test
    void shouldExchangeActiveAndPrevious_whenRolledBack() {
        assertThat(settled.rolledBack()).isEqualTo(new ReadModelGenerations(3, 5L, null, 5, List.of()));
    }

    @Test
    void shouldForgetOnlyTheDeletedOne_whenSeveralAreDropped() {
        ReadModelGenerations dropped = new ReadModelGenerations(7, null, null, 7, List.of(3L, 6L));

        assertThat(dropped.deleted(3).dropped()).containsExactly(6L);
    }
}
