package stage5.catalog.domain;

/** The versions of a product and of its stock; together they are the product's entity tag. */
public record Versions(long product, long stock) {

    /** Returns the strong entity tag, with its quotes: {@code "p3.s7"}. */
    public String entityTag() {
        return "\"p" + product + ".s" + stock + "\"";
    }

    /**
     * Returns whether an {@code If-None-Match} header matches this entity tag, by weak comparison (<a
     * href="https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2">RFC 9110, section 13.1.2</a>).
     */
    public boolean matchesAny(String ifNoneMatch) {
        for (String tag : ifNoneMatch.split(",")) {
            String opaque = tag.strip().replaceFirst("^W/", "");
            if (opaque.equals("*") || opaque.equals(entityTag())) {
                return true;
            }
        }
        return false;
    }
}
