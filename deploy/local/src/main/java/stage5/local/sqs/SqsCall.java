package stage5.local.sqs;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A call, independent of the protocol.
 *
 * @param parameters in the names and the shape of the AWS JSON protocol
 * @param traceHeader the value of the HTTP header {@code X-Amzn-Trace-Id}, or null
 */
record SqsCall(String action, JsonNode parameters, String traceHeader) {

    /** Returns the name of the queue in the parameters; an empty text if there is none. A name may replace the URL. */
    String queue() {
        String url = parameters.path("QueueUrl").asText("");
        return url.substring(url.lastIndexOf('/') + 1);
    }
}
