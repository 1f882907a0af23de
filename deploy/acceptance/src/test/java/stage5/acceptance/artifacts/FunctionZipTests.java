package stage5.acceptance.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What each function's zip may weigh: a JVM's what it did when this was written and a megabyte, so that a library that
 * nobody meant to bring is noticed; a native one's 40 MB. Lambda takes 50 MB as an upload and 250 MB unzipped (<a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html">Lambda quotas</a>).
 */
class FunctionZipTests {

    private static final long MB = 1_000_000;
    private static final long NATIVE = 40 * MB;
    private static final long UPLOAD = 50 * MB;
    private static final long UNZIPPED = 250 * MB;

    @ParameterizedTest
    @CsvSource({
        "catalog-service/lambda-events, 47",
        "catalog-service/lambda-http, 47",
        "gateway/lambda-http, 39",
        "notification-worker/lambda-events, 47",
        "order-service/lambda-events, 48",
        "order-service/lambda-http, 48",
        "user-service/lambda-events, 47",
        "user-service/lambda-http, 47"
    })
    void shouldKeepItsBudget(String module, long jvmBudget) throws IOException {
        Path zip = Path.of("../..", module, "target/function.zip");
        assumeThat(zip).as("a build of everything has it").exists();

        try (ZipFile content = new ZipFile(zip.toFile())) {
            long budget = content.getEntry("bootstrap") == null ? jvmBudget * MB : NATIVE;
            assertThat(Files.size(zip)).as(zip.toString()).isLessThanOrEqualTo(Math.min(budget, UPLOAD));
            assertThat(content.stream().mapToLong(ZipEntry::getSize).sum())
                    .as("%s, unzipped", zip)
                    .isLessThanOrEqualTo(UNZIPPED);
        }
    }
}
