package stage5.load.cost;

/** The processor architecture of functions and tasks, which decides the price. */
public enum Architecture {
    ARM64("arm64"),
    X86_64("x86-64");

    private final String word;

    Architecture(String word) {
        this.word = word;
    }

    @Override
    public String toString() {
        return word;
    }
}
