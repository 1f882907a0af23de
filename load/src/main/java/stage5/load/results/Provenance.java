package stage5.load.results;

/** Where figures come from. Those of one kind are never drawn beside those of the other. */
public enum Provenance {
    /** From a machine on which AWS's services were played by stand-ins. */
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
