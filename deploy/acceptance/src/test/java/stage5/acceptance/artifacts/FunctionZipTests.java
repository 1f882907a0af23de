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
 * Tests the size of each function's zip. The budget of a JVM zip is its size plus about one megabyte, so that an
 * unintended dependency fails the build; that of a native zip is 40 MB. Lambda accepts uploads of up to 50 MB and 250 MB
 * unzipped (<a href="https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html">Lambda quotas</a>).
 */
class FunctionZipTests {

    private static final long MB = 1_000_000;
    private static final long NATIVE_BUDGET = 40 * MB;
    private static final long UPLOAD_LIMIT = 50 * MB;
    private static final long UNZIPPED_LIMIT = 250 * MB;

    @ParameterizedTest
    @CsvSource({
        "catalog-service/lambda-events, 48",
        "catalog-service/lambda-http, 47",
        "gateway/lambda-http, 42",
        "notification-worker/lambda-events, 48",
        "order-service/lambda-events, 49",
        "order-service/lambda-http, 48",
        "user-service/lambda-events, 48",
        "user-service/lambda-http, 47"
    })
    void shouldKeepItsSizeBudget(String module, long jvmBudget) throws IOException {
        Path zip = Path.of("../..", module, "target/function.zip");
        assumeThat(zip).as("only a complete build has the zip").exists();

        try (ZipFile content = new ZipFile(zip.toFile())) {
            long budget = content.getEntry("bootstrap") == null ? jvmBudget * MB : NATIVE_BUDGET;
            assertThat(Files.size(zip)).as(zip.toString()).isLessThanOrEqualTo(Math.min(budget, UPLOAD_LIMIT));
            assertThat(content.stream().mapToLong(ZipEntry::getSize).sum())
                    .as("%s, unzipped", zip)
                    .isLessThanOrEqualTo(UNZIPPED_LIMIT);
        }
    }
}
