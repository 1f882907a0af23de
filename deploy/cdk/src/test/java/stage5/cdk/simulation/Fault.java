package stage5.cdk.simulation;

/** What the simulation finds. */
enum Fault {
    /** A resource can't be created, because its name or its only place is taken. */
    NAME_TAKEN("the name is taken"),
    /** A stack needs a parameter, a secret or a resource that doesn't exist yet. */
    MISSING("is missing"),
    /** A running version or task uses a secret that is no longer accepted. */
    STALE_SECRET("an old secret is in use"),
    /** A running version or task uses settings that its stack no longer has. */
    STALE_SETTING("an old setting is in use"),
    /** A deployment changes the number of tasks that scaling has set. */
    TASKS_RESET("scaled tasks are reset"),
    /** Two regions handle changes at the same time, and nothing stops the older one. */
    TWO_WRITERS("two regions write"),
    /** Something is left after all stacks are deleted. */
    LEFT_OVER("is left over");

    private final String text;

    Fault(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
