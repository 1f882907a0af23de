package stage5.cli.measure;

import java.util.Optional;

/** An artifact of a service, as it is built at the moment. */
sealed interface MeasuredArtifact permits ContainerArtifact, NativeFunctionArtifact, LambdaFunctionArtifact {

    /** Returns whose it is, in which form and what runs it: three cells of a table. */
    String name();

    /** Returns what the files of the artifact weigh. */
    long bytes();

    /** Returns what its start may take at most; empty where nothing is said of that. */
    Optional<StartUpThreshold> threshold();

    /** Returns how one process of it came up; it has ended then. */
    StartUp start() throws InterruptedException;
}
