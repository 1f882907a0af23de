package stage5.local.traces;

import java.util.List;
import stage5.kit.telemetry.Span;

/** The spans of one trace, in the order in which they arrived. */
public record Trace(String traceId, List<Span> spans) {}
