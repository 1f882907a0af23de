package stage5.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class PrettyLogTests {

    private final PrettyLog log = new PrettyLog(ZoneOffset.UTC);

    @Test
    void shouldShowTimeLevelLoggerMessageAndTrace() {
        assertThat(log.of("""
            {"timestamp":"2026-01-02T05:04:05.678+02:00","level":"WARN","loggerName":"stage5.kit.Publishing",\
            "message":"left","mdc":{"traceId":"abc"}}\
            """)).isEqualTo("03:04:05.678 WARN  Publishing left" + " trace abc");
    }

    @Test
    void shouldShowTheStackTraceBelow() {
        assertThat(log.of("""
            {"timestamp":"2026-01-02T03:04:05Z","level":"ERROR","loggerName":"a.B","message":"no",\
            "stackTrace":": java.lang.Boom\\n\\tat x\\n"}\
            """).lines()).containsExactly("03:04:05.000 ERROR" + " B no", "java.lang.Boom", "\tat x");
    }

    @Test
    void shouldReturnALineUnchanged_whenItIsNotJson() {
        assertThat(log.of("Listening on: 8080")).isEqualTo("Listening on: 8080");
        assertThat(log.of("{\"message\":\"cut sho")).isEqualTo("{\"message\":\"cut sho");
    }

    @Test
    void shouldReportProblemsOnly() {
        assertThat(PrettyLog.isProblem("{\"level\":\"INFO\",\"message\":\"well\"}"))
                .isFalse();
        assertThat(PrettyLog.isProblem("{\"level\":\"ERROR\",\"message\":\"ill\"}"))
                .isTrue();
        assertThat(PrettyLog.isProblem("{\"_aws\":{\"Timestamp\":1},\"Service\":\"gateway\"}"))
                .isFalse();
        assertThat(PrettyLog.isProblem("Exception in thread main")).isTrue();
        assertThat(PrettyLog.isProblem("REPORT RequestId: 1\tDuration: 5.00 ms"))
                .isFalse();
        assertThat(PrettyLog.isProblem("REPORT RequestId: 1\tDuration: 5.00 ms\tStatus: timeout"))
                .isTrue();
    }
}
