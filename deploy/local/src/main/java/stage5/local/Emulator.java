package stage5.local;

/** One stand-in of the local cloud. */
public interface Emulator extends AutoCloseable {

    /** Returns the name under which the part appears on the console. */
    String name();

    /**
     * Returns once the part answers.
     *
     * @throws Exception if it can't be started; its own message says why
     */
    void start() throws Exception;

    /** Returns whether the part answers now, and has all that it is started with. */
    boolean isUp();

    /** Stops the part; does nothing if it doesn't run. */
    @Override
    void close();
}
