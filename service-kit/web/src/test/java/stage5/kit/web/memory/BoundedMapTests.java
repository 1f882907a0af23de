package stage5.kit.web.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class BoundedMapTests {

    @Test
    void shouldRemoveTheEntryThatWasAddedFirst_whenItKeepsTheNewest() {
        Map<String, Integer> map = filled(BoundedMap.ofNewest(2));

        assertThat(map).containsOnlyKeys("b", "c");
    }

    @Test
    void shouldRemoveTheEntryThatWasLeastRecentlyUsed_whenItKeepsTheRecentlyUsed() {
        Map<String, Integer> map = filled(BoundedMap.ofRecentlyUsed(2));

        assertThat(map).containsOnlyKeys("a", "c");
    }

    private static Map<String, Integer> filled(Map<String, Integer> map) {
        map.put("a", 1);
        map.put("b", 2);
        assertThat(map.get("a")).isOne();
        map.put("c", 3);
        return map;
    }
}
