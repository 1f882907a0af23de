package stage5.local.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import stage5.local.conformance.ConformanceReport.CaseOutcome;

/**
 * Runs all cases, or those of the services in {@code -Dstage5.conformance=}, against the local cloud or against {@code
 * -Dstage5.endpoint=}; see {@link Target}. The table is written to {@code target/conformance.md}.
 *
 * <p>A case that is known to deviate on the local cloud must fail here, so that it does not stay marked once it passes.
 */
class ConformanceTests {

    private static final ConformanceReport REPORT = new ConformanceReport();
    private static Target target;

    @BeforeAll
    static void open() throws Exception {
        target = Target.open();
    }

    @AfterAll
    static void close() throws Exception {
        REPORT.write(Path.of("target", "conformance.md"));
        System.out.println("Conformance: " + REPORT.summary());
        target.close();
    }

    @TestFactory
    Stream<DynamicNode> shouldAnswerAsAws_whenCalled() {
        List<String> wanted =
                List.of(System.getProperty("stage5.conformance", "").split(","));
        return ConformanceSuite.all()
                .filter(suite -> wanted.contains("") || wanted.contains(suite.service()))
                .map(suite -> DynamicContainer.dynamicContainer(suite.service(), tests(suite)));
    }

    private static Stream<DynamicTest> tests(ConformanceSuite suite) {
        SharedSetup shared = new SharedSetup(target, suite);
        return Stream.concat(
                suite.cases().stream().flatMap(test -> test.protocols().stream()
                        .map(protocol -> DynamicTest.dynamicTest(
                                protocol.label() + ": " + test.name(), () -> run(test, protocol, shared)))),
                Stream.of(DynamicTest.dynamicTest("the shared resources are deleted", shared::delete)));
    }

    private static void run(ConformanceCase test, Protocol protocol, SharedSetup shared) throws Exception {
        if (test.function() != null && target.functions().isEmpty()) {
            REPORT.add(test, protocol, CaseOutcome.SKIPPED, "needs a function in the local cloud");
            abort("The case needs a function in the local cloud");
        }
        Optional<ConformanceCase.Deviation> deviation = target.isLocal() ? test.deviation(protocol) : Optional.empty();
        List<Difference> differences;
        try {
            differences = new CaseRun(target, test, protocol, shared.bindings(), deviation.isPresent()).differences();
        } catch (Exception e) {
            REPORT.add(test, protocol, CaseOutcome.FAIL, e.toString());
            throw e;
        }
        if (deviation.isEmpty()) {
            REPORT.add(test, protocol, differences.isEmpty() ? CaseOutcome.PASS : CaseOutcome.FAIL, text(differences));
            assertThat(differences).as(test.source()).isEmpty();
        } else {
            boolean explained = deviation.get().explains(differences);
            REPORT.add(
                    test,
                    protocol,
                    explained ? CaseOutcome.DEVIATES : CaseOutcome.FAIL,
                    explained ? deviation.get().reason() : "does not deviate as stated: " + text(differences));
            assertThat(explained)
                    .as("whether %s is explained by: %s", differences, deviation.get())
                    .isTrue();
        }
    }

    private static String text(List<Difference> differences) {
        return differences.stream().map(Difference::toString).collect(Collectors.joining("; "));
    }
}
