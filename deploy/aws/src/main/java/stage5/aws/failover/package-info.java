/** Moves the right to write from one region to another. */
package stage5.aws.failover;
