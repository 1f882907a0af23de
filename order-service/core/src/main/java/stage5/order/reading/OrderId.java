package stage5.order.reading;

import java.util.regex.Pattern;
import stage5.kit.web.problem.ProblemException;

/** Validates the order id in a path. */
public final class OrderId {

    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private OrderId() {}

    /** Returns the id; throws a 404 problem if it is not a lower-case UUID and so cannot be the id of an order. */
    public static String requireValid(String text) {
        if (!UUID.matcher(text).matches()) {
            throw ProblemException.notFound("order with this id");
        }
        return text;
    }
}
