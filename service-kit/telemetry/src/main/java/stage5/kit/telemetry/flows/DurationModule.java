package stage5.kit.telemetry.flows;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.time.Duration;

/** Reads durations as {@code 60s}. */
final class DurationModule extends SimpleModule {

    private static final long serialVersionUID = 1L;

    DurationModule() {
        addDeserializer(Duration.class, new Seconds());
    }

    private static final class Seconds extends StdScalarDeserializer<Duration> {

        private static final long serialVersionUID = 1L;

        Seconds() {
            super(Duration.class);
        }

        @Override
        public Duration deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return Duration.parse("PT" + parser.getText());
        }
    }
}
