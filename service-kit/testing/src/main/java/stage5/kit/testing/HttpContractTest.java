package stage5.kit.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import stage5.kit.contract.Compatibility;
import stage5.kit.contract.Contract;

/** Tests that every service runs on its contract; a service extends this class. */
public abstract class HttpContractTest {

    protected final Contract contract = Contract.in(Path.of("..", "contract"));

    private final String rootPackage;

    protected HttpContractTest(String rootPackage) {
        this.rootPackage = rootPackage;
    }

    @Test
    void shouldDocumentExactlyTheImplementedOperations() {
        assertThat(HttpContract.documented()).isNotEmpty().isEqualTo(HttpContract.implemented(rootPackage));
    }

    @Test
    void shouldHaveNoBreakingChange_sinceTheLatestRelease() {
        assertThat(Compatibility.breaks(contract.lastRelease().orElseThrow(), contract))
                .isEmpty();
    }

    @Test
    void shouldStoreEachReleaseUnderItsVersion() {
        assertThat(contract.releases()).isNotEmpty().allSatisfy((version, release) -> {
            assertThat(release.versions()).isEqualTo(Set.of(version.toString()));
            assertThat(release.publishes()).isEqualTo(contract.publishes());
        });
    }
}
