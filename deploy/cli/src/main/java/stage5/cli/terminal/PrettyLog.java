package stage5.cli.terminal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;
import stage5.stack.terminal.Style;

/** Formats a line of a JSON log: time, level, logger, message and trace id, followed by the stack trace. */
public final class PrettyLog {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> HARMLESS_LEVELS = Set.of("INFO", "DEBUG", "TRACE");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

    private static final Set<String> LAMBDA_PREFIXES =
            Set.of("START RequestId: ", "END RequestId: ", "REPORT RequestId: ", "INIT_REPORT ");

    private final ZoneId zone;

    public PrettyLog(ZoneId zone) {
        this.zone = zone;
    }

    /** Returns the formatted line; a line that is not JSON is unchanged. */
    public String of(String line) {
        return entry(line).map(this::pretty).orElse(line);
    }

    /** Returns whether the line contains only metrics, in CloudWatch's embedded metric format. */
    public static boolean isMetrics(String line) {
        return line.startsWith("{\"_aws\":");
    }

    /** Returns whether the line may report a problem: its level is above INFO, or it is neither JSON nor written by Lambda. */
    public static boolean isProblem(String line) {
        return !isMetrics(line) && isProblemOrText(line);
    }

    private static boolean isProblemOrText(String line) {
        return entry(line)
                .map(entry -> !HARMLESS_LEVELS.contains(entry.path("level").asText()))
                .orElseGet(() -> !isFromLambda(line) || line.contains("\tStatus: "));
    }

    /** Lambda writes its own lines into a function's log. */
    private static boolean isFromLambda(String line) {
        return LAMBDA_PREFIXES.stream().anyMatch(line::startsWith);
    }

    private static Optional<JsonNode> entry(String line) {
        if (!line.startsWith("{")) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readTree(line)).filter(entry -> entry.has("message"));
        } catch (JsonProcessingException cutShort) {
            return Optional.empty();
        }
    }

    private String pretty(JsonNode entry) {
        String level = entry.path("level").asText();
        StringBuilder text = new StringBuilder()
                .append(Style.FAINT.of(time(entry.path("timestamp").asText())))
                .append(' ')
                .append(level(level))
                .append(' ')
                .append(Style.FAINT.of(shortName(entry.path("loggerName").asText())))
                .append(' ')
                .append(entry.path("message").asText());
        String trace =
                entry.path("mdc").path("traceId").asText(entry.path("traceId").asText());
        if (!trace.isEmpty()) {
            text.append(' ').append(Style.FAINT.of("trace " + trace));
        }
        String stackTrace = entry.path("stackTrace").asText();
        if (!stackTrace.isEmpty()) {
            text.append(System.lineSeparator())
                    .append(stackTrace.replaceFirst("^[:\\s]+", "").stripTrailing());
        }
        return text.toString();
    }

    private static String level(String level) {
        String padded = "%-5s".formatted(level);
        return switch (level) {
            case "ERROR", "FATAL", "SEVERE" -> Style.BAD.of(padded);
            case "WARN", "WARNING" -> Style.STRONG.of(padded);
            default -> padded;
        };
    }

    private String time(String timestamp) {
        try {
            return OffsetDateTime.parse(timestamp).atZoneSameInstant(zone).format(TIME);
        } catch (DateTimeParseException unusual) {
            return timestamp;
        }
    }

    private static String shortName(String logger) {
        return logger.substring(logger.lastIndexOf('.') + 1);
    }
}
