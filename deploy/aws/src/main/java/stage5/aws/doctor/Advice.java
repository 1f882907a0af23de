package stage5.aws.doctor;

/**
 * What an examination has found.
 *
 * @param problem in one sentence
 * @param remedy what to do, as a command where there is one
 * @param blocking whether a deployment would fail
 */
public record Advice(String problem, String remedy, boolean blocking) {

    static Advice blocking(String problem, String remedy) {
        return new Advice(problem, remedy, true);
    }

    static Advice hint(String problem, String remedy) {
        return new Advice(problem, remedy, false);
    }
}
