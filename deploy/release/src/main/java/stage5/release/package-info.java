/**
 * The release commands: {@link stage5.release.contract checking compatibility} with an environment's running releases, and
 * {@link stage5.release.cloudformation deploying} tables, topics and queues.
 */
package stage5.release;
