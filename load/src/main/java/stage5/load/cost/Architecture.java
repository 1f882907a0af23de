package stage5.load.cost;

/** The processors that a function or a task can ask for; they differ in price. */
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
