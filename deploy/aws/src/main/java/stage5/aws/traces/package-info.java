/** Reads traces from X-Ray. */
package stage5.aws.traces;
