package stage5.load.results;

/** Where observations come from. A chart never shows both kinds side by side. */
public enum Provenance {
    /** Measured on one machine with emulated AWS services. */
    EMULATED("emulated"),
    AWS("measured on AWS");

    private final String words;

    Provenance(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
