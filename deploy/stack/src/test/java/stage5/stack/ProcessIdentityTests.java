package stage5.stack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessIdentityTests {

    private final ProcessIdentity self = ProcessIdentity.current();

    @Test
    void shouldFindAProcessThatRuns() {
        assertThat(self.find()).contains(ProcessHandle.current());
    }

    @Test
    void shouldNotFindALaterProcess_whenItReusesTheId() {
        ProcessIdentity dead = new ProcessIdentity(self.pid(), self.startedAt().minusSeconds(60));

        assertThat(dead.find()).isEmpty();
        assertThat(dead.isAlive()).isFalse();
    }

    @Test
    void shouldNotFindAProcess_whenItHasEnded() throws Exception {
        Process process = new ProcessBuilder("sleep", "60").start();
        ProcessIdentity identity = ProcessIdentity.of(process.toHandle()).orElseThrow();
        assertThat(identity.isAlive()).isTrue();

        process.destroyForcibly().waitFor();

        assertThat(identity.isAlive()).isFalse();
    }
}
