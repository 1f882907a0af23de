package stage5.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StartGateTests {

    private final StartGate gate = new StartGate(2);
    private final List<Integer> started = new ArrayList<>();

    @Test
    void shouldLetInAsManyAsThereArePlaces_andTheOthersInTurn() {
        for (int i = 1; i <= 4; i++) {
            int number = i;
            gate.enter(() -> started.add(number));
        }
        assertThat(started).containsExactly(1, 2);

        gate.leave();
        assertThat(started).containsExactly(1, 2, 3);
        gate.leave();
        assertThat(started).containsExactly(1, 2, 3, 4);
    }

    @Test
    void shouldLetInAtOnce_whenAllHaveLeft() {
        gate.enter(() -> started.add(1));
        gate.leave();
        gate.enter(() -> started.add(2));
        gate.enter(() -> started.add(3));

        assertThat(started).containsExactly(1, 2, 3);
    }

    @Test
    void shouldGoOn_whenAStartComesToNothing() {
        gate.enter(() -> started.add(1));
        gate.enter(() -> started.add(2));
        gate.enter(gate::leave);
        gate.enter(() -> started.add(4));

        gate.leave();

        assertThat(started).containsExactly(1, 2, 4);
    }
}
