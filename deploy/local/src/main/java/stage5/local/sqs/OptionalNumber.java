package stage5.local.sqs;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A whole number in a request, which may be missing.
 *
 * @param isPresent whether the request contains it
 * @param isValid whether it is missing, or a whole number within its bounds
 */
record OptionalNumber(boolean isPresent, boolean isValid, int value) {

    static OptionalNumber of(JsonNode parameters, String name, int least, int most) {
        JsonNode node = parameters.path(name);
        if (node.isMissingNode() || node.isNull()) {
            return new OptionalNumber(false, true, 0);
        }
        boolean isValid = node.isInt() && node.intValue() >= least && node.intValue() <= most;
        return new OptionalNumber(true, isValid, node.intValue());
    }
}
