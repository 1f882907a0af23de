package stage5.catalog.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code If-Match} header of a command: the versions that the client has read. A change of the product compares the
 * product's version only, and a count of the stock compares the stock's version only. So orders, which change the stock
 * all the time, do not make edits of a description fail.
 */
public final class Precondition {

    private static final Pattern TAG = Pattern.compile("\"p(\\d{1,18})\\.s(\\d{1,18})\"");

    private final boolean any;
    private final List<Versions> seen;

    private Precondition(boolean any, List<Versions> seen) {
        this.any = any;
        this.seen = List.copyOf(seen);
    }

    /**
     * Returns the precondition in a header's value. A weak tag, or one that this service did not issue, matches nothing
     * (<a href="https://www.rfc-editor.org/rfc/rfc9110#section-13.1.1">RFC 9110, section 13.1.1</a>).
     */
    public static Precondition of(String ifMatch) {
        boolean any = false;
        List<Versions> seen = new ArrayList<>();
        for (String tag : ifMatch.split(",")) {
            Matcher versions = TAG.matcher(tag.strip());
            if (versions.matches()) {
                seen.add(new Versions(Long.parseLong(versions.group(1)), Long.parseLong(versions.group(2))));
            }
            any |= tag.strip().equals("*");
        }
        return new Precondition(any, seen);
    }

    /** Returns whether the precondition is {@code *}: it matches any version. */
    public boolean isAny() {
        return any;
    }

    /** Returns whether the precondition matches the version of this product. */
    public boolean matches(Product product) {
        return any || seen.stream().anyMatch(versions -> versions.product() == product.version());
    }

    /** Returns whether the precondition matches the version of this stock. */
    public boolean matches(Stock stock) {
        return any || seen.stream().anyMatch(versions -> versions.stock() == stock.version());
    }
}
