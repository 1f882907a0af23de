package stage5.kit.events.envelope;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of traces across queues. */
@ConfigMapping(prefix = "stage5.tracing")
public interface TracingSettings {

    /** How the span that processes an event refers to the span that created it. */
    @WithDefault("parent")
    Async async();

    /**
     * The highest age of an event whose processing joins the trace of its creation. The processing of an older event, for
     * example after a redrive, starts a trace of its own and links to the creation: a trace that lasts for hours can't be
     * read, and X-Ray cuts it. The default is longer than a redelivery after one visibility time-out (30 s), and shorter
     * than the three that lead to a dead letter.
     */
    @WithDefault("60S")
    Duration joinWithin();

    /** The relation between the creation of an event and its processing. */
    enum Async {
        /** Processing is a child of the creation. One order is one trace. */
        PARENT,

        /** Processing links to the creation and is in another trace, as OpenTelemetry recommends for queues. */
        LINK,

        /** Processing is a child of the creation and links to it. */
        BOTH
    }
}
