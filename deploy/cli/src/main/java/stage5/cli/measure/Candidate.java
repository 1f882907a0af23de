package stage5.cli.measure;

/** An artifact of a service, as it is built at the moment. */
sealed interface Candidate permits Container, NativeFunction {

    /** Returns whose it is, in which form and what runs it: three cells of a table. */
    String name();

    /** Returns what the files of the artifact weigh. */
    long bytes();

    /** Returns how one process of it came up; it has ended then. */
    StartUp start() throws InterruptedException;
}
