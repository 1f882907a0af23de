package stage5.local.conformance;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** How a case's API calls reach the service. */
enum Protocol {
    /** The AWS JSON protocol, by the AWS SDK for Java. */
    @JsonProperty("json")
    JSON,
    /** The AWS Query protocol: by the AWS SDK for Java for SNS, by {@link SqsQueryDriver} for SQS. */
    @JsonProperty("query")
    QUERY,
    /** Raw HTTP requests only. */
    @JsonProperty("http")
    HTTP;

    /** Returns the name in the report. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
