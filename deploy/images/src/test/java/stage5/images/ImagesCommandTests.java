package stage5.images;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ImagesCommandTests {

    @Test
    void shouldExitWithTwo_whenTheCommandLineIsWrong() {
        assertThat(ImagesCommand.execute()).as("no destination").isEqualTo(2);
        assertThat(ImagesCommand.execute("--tar", "a", "--push", "b")).isEqualTo(2);
        assertThat(ImagesCommand.execute("--tar", "a", "--multi-arch")).isEqualTo(2);
        assertThat(ImagesCommand.execute("cloud", "--tar", "a")).isEqualTo(2);
    }

    @Test
    void shouldExitWithOne_whenTheServiceIsUnknown() {
        assertThat(ImagesCommand.execute("nobody", "--tar", "a")).isEqualTo(1);
    }
}
