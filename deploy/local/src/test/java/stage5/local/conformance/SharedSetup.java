package stage5.local.conformance;

/** What the cases of a service share: created with the first case, deleted after the last. */
final class SharedSetup {

    private final Target target;
    private final ConformanceSuite suite;
    private final CreatedResources created;
    private Bindings bindings;

    SharedSetup(Target target, ConformanceSuite suite) {
        this.target = target;
        this.suite = suite;
        this.created = new CreatedResources(target);
    }

    /** Returns the values that the shared steps bind. */
    Bindings bindings() throws InterruptedException {
        if (bindings == null) {
            bindings = CaseRun.share(target, suite, created);
        }
        return bindings;
    }

    void delete() {
        created.delete();
    }
}
