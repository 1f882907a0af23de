package stage5.catalog.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code If-Match} of a command: the versions that its sender has seen. A change of the product looks at the
 * product's version only and a count of the stock at the stock's only, so that orders, which move the stock all the
 * time, don't get in the way of whoever edits a description.
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
     * Returns the precondition in a header's value. A weak tag, or one that this service did not make, admits nothing
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

    /** Returns whether any version will do, as long as there is one. */
    public boolean isAny() {
        return any;
    }

    /** Returns whether the sender has seen this version of the product. */
    public boolean admits(Product product) {
        return any || seen.stream().anyMatch(versions -> versions.product() == product.version());
    }

    /** Returns whether the sender has seen this version of the stock. */
    public boolean admits(Stock stock) {
        return any || seen.stream().anyMatch(versions -> versions.stock() == stock.version());
    }
}
