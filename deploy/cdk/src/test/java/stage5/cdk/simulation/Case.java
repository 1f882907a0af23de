package stage5.cdk.simulation;

/** The cases that are replayed. */
enum Case {
    FIRST_DEPLOYMENT("first deployment from nothing"),
    ORGANISATION("first deployment, services already enabled"),
    FAILED_CREATION("failed first creation of each stack, then again"),
    SAME_VERSION("same version again"),
    NEXT_VERSION("next version after scaling"),
    FORM_CHANGE("change of form and back"),
    ROTATION("rotation of all secrets, then same version"),
    FAILOVER("failover to the other region and back"),
    TEARDOWN("teardown, then first deployment again");

    private final String text;

    Case(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
