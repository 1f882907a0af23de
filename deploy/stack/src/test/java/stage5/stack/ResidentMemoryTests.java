package stage5.stack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ResidentMemoryTests {

    @Test
    void shouldReadTheResidentSet() {
        assertThat(ResidentMemory.parse("Name:\tjava\nVmPeak:\t  900 kB\nVmRSS:\t  123456 kB\nRssAnon:\t 7 kB\n"))
                .hasValue(123_456);
    }

    @Test
    void shouldBeEmpty_whenTheProcessHasNoMemory() {
        assertThat(ResidentMemory.parse("Name:\tkthreadd\n")).isEmpty();
    }

    @Test
    void shouldCountTheChildrenToo() throws Exception {
        ProcessHandle self = ProcessHandle.current();
        Process child = new ProcessBuilder("sleep", "60").start();
        try {
            assertThat(ResidentMemory.ofFamily(self))
                    .isGreaterThan(10 * 1024)
                    .isGreaterThanOrEqualTo(ResidentMemory.ofFamily(child.toHandle()));
        } finally {
            child.destroyForcibly().waitFor();
        }
    }
}
