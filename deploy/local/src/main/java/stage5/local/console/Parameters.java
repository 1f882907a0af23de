package stage5.local.console;

import io.vertx.ext.web.RoutingContext;
import stage5.local.http.HttpErrorException;

/** Parses query parameters of the console. */
final class Parameters {

    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 50_000;

    private Parameters() {}

    /** Returns the maximum number of items to list; 100 if the request states none. */
    static int limit(RoutingContext context) {
        String limit = context.request().getParam("limit");
        if (limit == null) {
            return DEFAULT_LIMIT;
        }
        long number = number("limit", limit);
        if (number < 1 || number > MAX_LIMIT) {
            throw HttpErrorException.badRequest("limit must lie between 1 and " + MAX_LIMIT);
        }
        return (int) number;
    }

    static long number(String name, String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw HttpErrorException.badRequest(name + " must be a whole number, not " + value);
        }
    }

    static boolean bool(RoutingContext context, String name, boolean defaultValue) {
        return switch (context.request().getParam(name)) {
            case null -> defaultValue;
            case "true" -> true;
            case "false" -> false;
            case String value -> throw HttpErrorException.badRequest(name + " must be true or false, not " + value);
        };
    }
}
