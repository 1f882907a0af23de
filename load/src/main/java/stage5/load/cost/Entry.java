package stage5.load.cost;

/** What takes the requests from the internet. */
public enum Entry {
    API_GATEWAY("api-gateway"),
    ALB("alb"),
    /** Functions only. */
    FUNCTION_URL("function-url");

    private final String word;

    Entry(String word) {
        this.word = word;
    }

    @Override
    public String toString() {
        return word;
    }
}
