package stage5.local;

/** One emulated service of the local cloud, or a real server that it runs. */
public interface Emulator extends AutoCloseable {

    /** Returns the name under which the console shows the emulator. */
    String name();

    /**
     * Starts the emulator and returns once it accepts requests.
     *
     * @throws Exception if it can't be started; the message states the cause
     */
    void start() throws Exception;

    /** Returns whether the emulator accepts requests and its tables, queues or topics exist. */
    boolean isUp();

    /** Stops the emulator. Does nothing if it does not run. */
    @Override
    void close();
}
