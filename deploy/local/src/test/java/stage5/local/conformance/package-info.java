/**
 * The conformance suite: cases as data, each with the AWS page or public record that states the expectation. They run against
 * the local cloud's emulators, or against any other endpoint.
 */
package stage5.local.conformance;
