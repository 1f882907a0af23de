package stage5.local.traces;

import java.util.List;

/** The spans of one trace, in the order in which they arrived. */
public record Trace(String traceId, List<Span> spans) {}
