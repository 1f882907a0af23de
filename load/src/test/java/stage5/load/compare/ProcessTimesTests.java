package stage5.load.compare;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ProcessTimesTests {

    @Test
    void shouldParseTheKernelsLine_whenTheNameContainsParentheses() {
        String stat =
                "4711 (a) name (of) sorts) S 1 4711 4711 0 -1 4194304 100 200 0 0 1234 66 5 6 20 0 30 0 99 1000000 "
                        + "25600 18446744073709551615 1 1 0";

        assertThat(ProcessTimes.parse(stat)).isEqualTo(new ProcessTimes(13.0, 100));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldReadThisProcess_whenTheSystemIsLinux() {
        long self = ProcessHandle.current().pid();

        assertThat(ProcessTimes.of(self)).hasValueSatisfying(times -> {
            assertThat(times.cpuSeconds()).isPositive();
            assertThat(times.residentMiB()).isGreaterThan(10);
        });
        assertThat(ProcessTimes.variable(self, "PATH")).contains(System.getenv("PATH"));
        assertThat(ProcessTimes.variable(self, "NO_SUCH_VARIABLE")).isEmpty();
    }
}
