package stage5.local.dynamodb;

/** Lets time pass within a call. */
@FunctionalInterface
interface Pause {

    /** Returns after this many milliseconds. */
    void millis(int millis) throws InterruptedException;
}
