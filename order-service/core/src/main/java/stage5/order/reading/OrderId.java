package stage5.order.reading;

import java.util.regex.Pattern;
import stage5.kit.problem.ProblemException;

/** Tells what may be the id of an order. */
public final class OrderId {

    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private OrderId() {}

    /** Returns the id; throws a 404 problem for what is the id of no order. */
    public static String of(String text) {
        if (!UUID.matcher(text).matches()) {
            throw ProblemException.notFound("order with this id");
        }
        return text;
    }
}
