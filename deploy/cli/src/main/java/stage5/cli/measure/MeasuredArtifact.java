package stage5.cli.measure;

import java.util.Optional;

/** A built artifact of a service whose start-up can be measured. */
sealed interface MeasuredArtifact permits ContainerArtifact, NativeFunctionArtifact, LambdaFunctionArtifact {

    /** Returns service, form and runtime, separated as three cells of a Markdown table. */
    String name();

    /** Returns the size of the artifact's files in bytes. */
    long bytes();

    /** Returns the threshold of its start-up; empty if it has none. */
    Optional<StartUpThreshold> threshold();

    /** Starts the artifact once, ends it, and returns the figures. */
    StartUp start() throws InterruptedException;
}
