package stage5.catalog.domain;

/** The versions of a product and of its stock; together they are the product's entity tag. */
public record Versions(long product, long stock) {

    /** Returns the strong entity tag, with its quotes: {@code "p3.s7"}. */
    public String entityTag() {
        return "\"p" + product + ".s" + stock + "\"";
    }
}
